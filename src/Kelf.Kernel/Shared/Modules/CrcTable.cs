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
    private readonly ElfSection? _versions;

    private CrcTable(ElfFile elf, ElfSection section)
    {
        (_elf, _section, _bytes) = (elf, section, elf.Contents(section));
        _versions = SectionOfVersions(elf);
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
        if (_versions is null)
        {
            return value;
        }

        ulong address = _section.Address + offset + (ulong)(int)value;
        return address - _versions.Address < _versions.Size
            ? _elf.Contents(_versions).Slice(address - _versions.Address, EntrySize).Read(_elf.ByteOrder).U32()
            : throw _bytes.Malformed(offset, $"the version at 0x{address:x} is not in {_versions.Name}");
    }

    // The linker script puts all of them into one. Without it the symbols are absolute, and their values are the versions; or they
    // are labels of the table itself (6.4 and later).
    private static ElfSection? SectionOfVersions(ElfFile elf)
    {
        ElfSymbolTable symbols = elf.SymbolTable;
        if (elf.Type == ElfType.Relocatable || !symbols.MayName(SymbolPrefix))
        {
            return null;
        }

        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            // Functions may be called so, too.
            if (symbol.Type == ElfSymbolType.NoType && symbols.NameOf(symbol).StartsWith(SymbolPrefix))
            {
                return symbol.SectionNumber is > 0 and < ElfSymbol.ReservedSections
                    && elf.SectionAt(symbol.SectionNumber, "section of a version") is var section
                    && !section.Name.StartsWith(SectionPrefix, StringComparison.Ordinal)
                    ? section : null;
            }
        }

        return null;
    }
}
