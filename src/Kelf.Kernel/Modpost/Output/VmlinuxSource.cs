// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Releases;

namespace Kelf.Kernel.Modpost.Output;

/// <summary><c>.vmlinux.export.c</c>: the kernel's own exports, and aliases of its drivers.</summary>
public static class VmlinuxSource
{
    /// <summary>Name of the file.</summary>
    public const string FileName = ".vmlinux.export.c";

    /// <summary>Writes the text.</summary>
    public static void Write(GeneratedText text, ModpostModule vmlinux, ModpostRelease release, MessageList messages)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(vmlinux);
        text.Add("#include <linux/export-internal.h>\n"u8);
        text.AddExports(vmlinux, messages);
        if (release < ModpostRelease.Linux73)
        {
            return;
        }

        text.Add("#include <linux/module.h>\n#undef __MODULE_INFO_PREFIX\n#define __MODULE_INFO_PREFIX\n"u8);
        foreach ((string module, string alias) in vmlinux.Aliases)
        {
            text.Add("MODULE_INFO("u8).Add(module).Add(".alias, \""u8).Add(alias).Add("\");\n"u8);
        }
    }
}
