// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Shared.Modules;

/// <summary>References from a table to a section of strings: by addresses in a linked file, by relocations in an object.</summary>
internal sealed class StringReferences
{
    // KSYM_NAME_LEN.
    private const int LongestName = 512;

    private readonly ElfFile _elf;
    private readonly ElfSection _table;
    private readonly ElfSection _strings;
    private readonly Region _bytes;
    private readonly Region _text;
    private readonly OverlapBudget _budget;
    private readonly Dictionary<ulong, ulong>? _offsets;

    private StringReferences(ElfFile elf, ElfSection table, ElfSection strings, Dictionary<ulong, ulong>? offsets)
    {
        (_elf, _table, _strings, _offsets) = (elf, table, strings, offsets);
        (_bytes, _text) = (elf.Contents(table), elf.Contents(strings));
        _budget = new OverlapBudget(_text, "names of exports");
    }

    /// <summary>Reads the relocations of a table, if the file is an object.</summary>
    /// <exception cref="MalformedFileException">A section or a relocation is malformed.</exception>
    public static StringReferences Of(ElfFile elf, ElfSection table, ElfSection strings) =>
        new(elf, table, strings, elf.Type == ElfType.Relocatable ? Offsets(elf, table, strings) : null);

    /// <summary>The string that is referred to at an offset of the table; empty when it is empty, or there is none.</summary>
    /// <param name="offset">Of the reference.</param>
    /// <param name="isRelative">A distance of 32 bits, not an address.</param>
    /// <exception cref="MalformedFileException">The string is longer than the name of a symbol can be, or has no end.</exception>
    public ReadOnlySpan<byte> At(ulong offset, bool isRelative)
    {
        ulong place = _offsets is null ? Linked(offset, isRelative) : _offsets.GetValueOrDefault(offset, ulong.MaxValue);
        // Linkers let a string be the end of another: any place may be one.
        return place < (ulong)_text.Length ? _text.CString(place, LongestName) : default;
    }

    /// <summary>The same as text, to be kept: of many references to long strings there is an end.</summary>
    /// <exception cref="MalformedFileException">The string is too long, or all that were kept overlap too much.</exception>
    public string TextAt(ulong offset, bool isRelative)
    {
        ReadOnlySpan<byte> text = At(offset, isRelative);
        _budget.Spend(0, text.Length);
        return Utf8Name.ToText(text);
    }

    private ulong Linked(ulong offset, bool isRelative)
    {
        Cursor cursor = _bytes.Read(_elf.ByteOrder, offset);
        ulong address = isRelative ? _table.Address + offset + (ulong)(int)cursor.U32() : cursor.Offset(_elf.Class == ElfClass.Elf64);
        return address - _strings.Address;
    }

    private static Dictionary<ulong, ulong> Offsets(ElfFile elf, ElfSection table, ElfSection strings)
    {
        Dictionary<ulong, ulong> offsets = new(KeyedHash.Numbers);
        Region bytes = elf.Contents(table);
        ElfSymbolTable symbols = elf.SymbolTable;
        foreach (ElfSection section in elf.Sections)
        {
            if (section.Type is not (ElfSectionType.RelocationsWithAddends or ElfSectionType.Relocations) || section.Info != table.Index.Value)
            {
                continue;
            }

            ElfRelocationTable relocations = elf.Relocations(section);
            for (long i = 0; i < relocations.Count; i++)
            {
                ElfRelocation relocation = relocations[i];
                if (relocation.SymbolIndex >= (uint)symbols.Count)
                {
                    throw relocations.Malformed(i, $"symbol {relocation.SymbolIndex} of {symbols.Count}");
                }

                // RISC-V has two for a distance, of which one names the string.
                ElfSymbol symbol = symbols[(int)relocation.SymbolIndex];
                if (symbol.SectionNumber == strings.Index.Value)
                {
                    long addend = relocations.HasAddends ? relocation.Addend : (int)bytes.Read(elf.ByteOrder, relocation.Offset).U32();
                    offsets[relocation.Offset] = symbol.Value + (ulong)addend;
                }
            }
        }

        return offsets;
    }
}
