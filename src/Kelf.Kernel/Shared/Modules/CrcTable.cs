// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Modules;

/// <summary>
/// The versions of a table of exports, 32 bits each, in the order of the table. Older kernels of some machines have the
/// distance to where the version is instead (<c>CONFIG_MODULE_REL_CRCS</c>).
/// </summary>
internal sealed class CrcTable
{
    private const int EntrySize = 4;
    private const string SectionPrefix = "__kcrctab";

    private static ReadOnlySpan<byte> SymbolPrefix => "__crc_"u8;

    private readonly ElfFile _elf;
    private readonly ElfSection _section;
    private readonly Region _bytes;
    private readonly bool _isRelative;

    private CrcTable(ElfFile elf, ElfSection section)
    {
        (_elf, _section, _bytes) = (elf, section, elf.Contents(section));
        _isRelative = HasVersionsInSections(elf);
    }

    /// <summary>Finds it by its section's name; null when there is none, or it is empty.</summary>
    public static CrcTable? Find(ElfFile elf, string name) =>
        elf.TryFindSection(name, out ElfSection? section) && section.Size > 0 ? new CrcTable(elf, section) : null;

    /// <summary>The version of an entry.</summary>
    /// <exception cref="MalformedFileException">The table ends before it, or its distance leads nowhere.</exception>
    public uint At(ulong index)
    {
        ulong offset = index * EntrySize;
        uint value = _bytes.Slice(offset, EntrySize).Read(_elf.ByteOrder).U32();
        if (!_isRelative)
        {
            return value;
        }

        ulong address = _section.Address + offset + (ulong)(int)value;
        foreach (ElfSection section in _elf.Sections)
        {
            if (section.IsAllocated && section.Type != ElfSectionType.NoBits && address >= section.Address && address - section.Address < section.Size)
            {
                return _elf.Contents(section).Slice(address - section.Address, EntrySize).Read(_elf.ByteOrder).U32();
            }
        }

        throw _bytes.Malformed(offset, $"the version at 0x{address:x} is in no section");
    }

    // Else the symbols are absolute, and their values are the versions; or they are labels of the table itself (6.4 and later).
    private static bool HasVersionsInSections(ElfFile elf)
    {
        ElfSymbolTable symbols = elf.SymbolTable;
        if (elf.Type == ElfType.Relocatable || !symbols.MayName(SymbolPrefix))
        {
            return false;
        }

        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (symbols.NameOf(symbol).StartsWith(SymbolPrefix))
            {
                return symbol.SectionNumber is > 0 and < ElfSymbol.ReservedSections
                    && !elf.SectionAt(symbol.SectionNumber, "section of a version").Name.StartsWith(SectionPrefix, StringComparison.Ordinal);
            }
        }

        return false;
    }
}
