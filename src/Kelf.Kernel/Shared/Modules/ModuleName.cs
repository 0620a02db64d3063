// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Shared.Modules;

/// <summary>
/// What a module is called (<c>KBUILD_MODNAME</c>), whatever its file is: <c>name</c> in <c>.modinfo</c>, where releases since 2017 have
/// it, and in all the field <c>name</c> of its <c>struct module</c>, which is the section <c>.gnu.linkonce.this_module</c>.
/// </summary>
public static class ModuleName
{
    /// <summary>Name of the section that each module has.</summary>
    public const string SectionName = ".gnu.linkonce.this_module";

    // include/linux/module.h: MODULE_NAME_LEN is 64 less a word.
    private const int MostBytes = 64;

    /// <summary>The name.</summary>
    /// <param name="module">A module, or any other file.</param>
    /// <returns>Null when the file does not say it.</returns>
    /// <exception cref="MalformedFileException">A section reaches outside the file.</exception>
    public static string? Find(ElfFile module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return ModuleInformation.Of(module).Name ?? InStructure(module);
    }

    // "enum module_state state; struct list_head list; char name[MODULE_NAME_LEN]": two pointers, the first of them aligned.
    private static string? InStructure(ElfFile module)
    {
        if (!module.TryFindSection(SectionName, out ElfSection? section))
        {
            return null;
        }

        Region contents = module.Contents(section);
        ulong start = module.Class == ElfClass.Elf64 ? 24u : 12u;
        if ((ulong)contents.Length <= start)
        {
            return null;
        }

        ReadOnlySpan<byte> field = contents.Slice(start, Math.Min(MostBytes, (ulong)contents.Length - start)).Span();
        int length = field.IndexOf((byte)0);
        return length > 0 && field[..length].IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0 ? Utf8Name.ToText(field[..length]) : null;
    }
}
