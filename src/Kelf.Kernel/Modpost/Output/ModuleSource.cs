// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Releases;
using Kelf.Kernel.Modpost.Settings;

namespace Kelf.Kernel.Modpost.Output;

/// <summary><c>MOD.mod.c</c>: what is linked to a module's object.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="names">The names.</param>
public sealed class ModuleSource(ModpostOptions options, NameTable names)
{
    private bool Is61 => options.Release == ModpostRelease.Linux61;

    private bool Is73 => options.Release >= ModpostRelease.Linux73;

    /// <summary>Writes the text.</summary>
    /// <param name="text">Takes it.</param>
    /// <param name="module">The module.</param>
    /// <param name="messages">Takes what there is to say.</param>
    public void Write(GeneratedText text, ModpostModule module, MessageList messages)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(module);
        AddHeader(text, module);
        text.AddExports(module, messages);
        if (Is73 ? options.HasBasicVersions : options.HasVersions)
        {
            AddVersions(text, module, messages);
        }

        if (Is73 && options.HasExtendedVersions)
        {
            AddExtendedVersions(text, module, messages);
        }

        AddDepends(text, module);
        text.Add("\n"u8);
        foreach ((_, string alias) in module.Aliases)
        {
            text.Add("MODULE_ALIAS(\""u8).Add(alias).Add("\");\n"u8);
        }

        if (module.SourceVersion is { } version)
        {
            text.Add("\nMODULE_INFO(srcversion, \""u8).Add(version).Add("\");\n"u8);
        }
    }

    /// <summary>Whether an import has a name that has no room in the record of a version: an error.</summary>
    public bool HasTooLongName(ModpostModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return (Is73 ? options is { HasBasicVersions: true, HasExtendedVersions: false } : options.HasVersions)
            && !module.IsVmlinux
            && Array.Exists(module.Imports, import =>
                module.ExportOf(import) is { Version: not null } && names[import.Name].Length >= module.NameRoom);
    }

    private void AddHeader(GeneratedText text, ModpostModule module)
    {
        text.Add(Is61
            ? """
              #include <linux/module.h>
              #define INCLUDE_VERMAGIC
              #include <linux/build-salt.h>
              #include <linux/elfnote-lto.h>
              #include <linux/export-internal.h>
              #include <linux/vermagic.h>
              #include <linux/compiler.h>

              BUILD_SALT;
              BUILD_LTO_INFO;

              MODULE_INFO(vermagic, VERMAGIC_STRING);
              MODULE_INFO(name, KBUILD_MODNAME);


              """u8
            : """
              #include <linux/module.h>
              #include <linux/export-internal.h>
              #include <linux/compiler.h>

              MODULE_INFO(name, KBUILD_MODNAME);


              """u8);
        text.Add("__visible struct module __this_module\n__section(\".gnu.linkonce.this_module\") = {\n\t.name = KBUILD_MODNAME,\n"u8)
            .AddIf(module.HasInit, "\t.init = init_module,\n"u8)
            .AddIf(module.HasExit, "#ifdef CONFIG_MODULE_UNLOAD\n\t.exit = cleanup_module,\n#endif\n"u8)
            .Add("\t.arch = MODULE_ARCH_INIT,\n};\n"u8)
            .AddIf(!options.IsExternal, "\nMODULE_INFO(intree, \"Y\");\n"u8)
            .AddIf(Is61, "\n#ifdef CONFIG_RETPOLINE\nMODULE_INFO(retpoline, \"Y\");\n#endif\n"u8)
            .AddIf(module.Path.StartsWith("drivers/staging", StringComparison.Ordinal), "\nMODULE_INFO(staging, \"Y\");\n"u8)
            .AddIf(module.Path.StartsWith("tools/testing", StringComparison.Ordinal), "\nMODULE_INFO(test, \"Y\");\n"u8);
    }

    private void AddVersions(GeneratedText text, ModpostModule module, MessageList messages)
    {
        text.Add("\nstatic const struct modversion_info ____versions[]\n__used __section(\"__versions\") = {\n"u8);
        foreach (Import import in module.Imports)
        {
            if (module.ExportOf(import) is not { } export || VersionOf(import, export, module, messages) is not { } version)
            {
                continue;
            }

            if (names[import.Name].Length >= module.NameRoom)
            {
                if (options.HasExtendedVersions)
                {
                    continue;
                }

                string name = names.TextOf(import.Name);
                messages.Add(
                    MessageLevel.Error, Is73 ? $"{module.Label}: too long symbol '{name}'" : $"too long symbol \"{name}\" [{module.Label}]");
                break;
            }

            text.Add("\t{ "u8);
            _ = Is73 ? text.AddVersion(version) : text.Add(Alternate(version));
            text.Add(", \""u8).AddName(import.Name).Add("\" },\n"u8);
        }

        text.Add("};\n"u8);
    }

    // What C prints for "%#8x".
    private static string Alternate(uint version) => (version == 0 ? "0" : $"0x{version:x}").PadLeft(8);

    private void AddExtendedVersions(GeneratedText text, ModpostModule module, MessageList messages)
    {
        text.Add("\nstatic const u32 ____version_ext_crcs[]\n__used __section(\"__version_ext_crcs\") = {\n"u8);
        foreach (Import import in module.Imports)
        {
            if (module.ExportOf(import) is { } export && VersionOf(import, export, module, messages) is { } version)
            {
                text.Add("\t"u8).AddVersion(version).Add(",\n"u8);
            }
        }

        text.Add("};\nstatic const char ____version_ext_names[]\n__used __section(\"__version_ext_names\") =\n"u8);
        foreach (Import import in module.Imports)
        {
            if (module.ExportOf(import) is { Version: not null })
            {
                text.Add("\t\""u8).AddName(import.Name).Add("\\0\"\n"u8);
            }
        }

        text.Add(";\n"u8);
    }

    private uint? VersionOf(Import import, Export export, ModpostModule module, MessageList messages)
    {
        if (export.Version is { } version)
        {
            return version;
        }

        string name = names.TextOf(import.Name);
        messages.Add(MessageLevel.Warning, Is73 ? $"{module.Label}: symbol '{name}' has no CRC!" : $"\"{name}\" [{module.Label}] has no CRC!");
        return null;
    }

    private static void AddDepends(GeneratedText text, ModpostModule module)
    {
        text.Add("\nMODULE_INFO(depends, \""u8);
        HashSet<ModpostModule> seen = [];
        foreach (Import import in module.Imports)
        {
            if (module.ExportOf(import) is { Owner: { IsVmlinux: false } owner } && seen.Add(owner))
            {
                text.Add(seen.Count > 1 ? ","u8 : ""u8).Add(owner.BaseName);
            }
        }

        text.Add("\");\n"u8);
    }
}
