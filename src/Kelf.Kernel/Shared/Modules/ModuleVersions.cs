// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Shared.Modules;

/// <summary>
/// The symbols that a module takes from elsewhere, with the versions that it was built with: <c>__versions</c>, and since 6.14 the
/// two sections of <c>CONFIG_EXTENDED_MODVERSIONS</c>, whose names may be longer (kernel <c>kernel/module/version.c</c> prefers them).
/// </summary>
public static class ModuleVersions
{
    private const string BasicSection = "__versions";
    private const string CrcSection = "__version_ext_crcs";
    private const string NameSection = "__version_ext_names";
    private const ulong BasicSize = 64; // struct modversion_info: a word and the name

    /// <summary>Reads them, in the order of the file; empty in a module without versions.</summary>
    /// <exception cref="MalformedFileException">A section is malformed.</exception>
    public static IReadOnlyList<(string Name, uint Crc)> Read(ElfFile module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.TryFindSection(CrcSection, out ElfSection? versions) && module.TryFindSection(NameSection, out ElfSection? names)
            ? Extended(module.Contents(versions).Read(module.ByteOrder), module.Contents(names))
            : module.TryFindSection(BasicSection, out ElfSection? basic) ? Basic(module, module.Contents(basic)) : [];
    }

    private static List<(string, uint)> Extended(Cursor versions, Region names)
    {
        List<(string, uint)> found = [];
        ulong offset = 0;
        while (versions.Remaining > 0)
        {
            uint crc = versions.U32();
            ReadOnlySpan<byte> name = names.CString(offset);
            offset += (ulong)name.Length + 1;
            found.Add((Utf8Name.ToText(name), crc));
        }

        return found;
    }

    private static List<(string, uint)> Basic(ElfFile module, Region table)
    {
        List<(string, uint)> found = [];
        bool is64 = module.Class == ElfClass.Elf64;
        for (ulong offset = 0; offset < (ulong)table.Length; offset += BasicSize)
        {
            Cursor entry = table.Slice(offset, BasicSize).Read(module.ByteOrder);
            ulong crc = entry.Offset(is64);
            found.Add((Utf8Name.ToText(entry.CString()), (uint)crc));
        }

        return found;
    }
}
