// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Seeds;

/// <summary>
/// Finds the fields of a seed with kelf's own readers. Of a seed that they refuse, which is as good a seed as any, it finds
/// what they read before that; of a compressed section, the header.
/// </summary>
internal sealed class SeedMapper(Seed seed)
{
    // Enough that each kind is hit; a seed with more is mutated all over by the mutators that know no structure.
    private const int MostFieldsOfAKind = 4096;

    private const int ImageHeaderSize = 512;

    private static readonly byte[] ElfHeader32 = [1, 1, 1, 2, 2, 4, 4, 4, 4, 4, 2, 2, 2, 2, 2, 2];
    private static readonly byte[] ElfHeader64 = [1, 1, 1, 2, 2, 4, 8, 8, 8, 4, 2, 2, 2, 2, 2, 2];
    private static readonly byte[] Section32 = [4, 4, 4, 4, 4, 4, 4, 4, 4, 4];
    private static readonly byte[] Section64 = [4, 4, 8, 8, 8, 8, 4, 4, 8, 8];
    private static readonly byte[] Symbol32 = [4, 4, 4, 1, 1, 2];
    private static readonly byte[] Symbol64 = [4, 1, 1, 2, 8, 8];
    private static readonly string[] Tables =
        [".debug_line", ".debug_str_offsets", ".symtab_shndx", ".discard.gendwarfksyms.kabi_rules"];

    private readonly Dictionary<FieldKind, List<SeedField>> _fields = [];
    private readonly List<ulong> _entries = [];

    /// <summary>Names of the defined symbols, one per line.</summary>
    public byte[] Symbols { get; private set; } = [];

    /// <summary>Fills the seed's properties.</summary>
    public void Map()
    {
        using NativeBuffer buffer = new(seed.Bytes.Length, new ByteSource(seed.Name));
        seed.Bytes.CopyTo(buffer.Writable(0, seed.Bytes.Length));
        try
        {
            if (ElfFile.IsElf(buffer.Contents))
            {
                MapElf(ElfFile.Parse(buffer.Contents));
            }
            else if (seed.Name.Contains("/image-", StringComparison.Ordinal))
            {
                // Of containers that have a kernel, numbers of four bytes nearly all.
                Add(FieldKind.ImageHeader, 0, [.. Enumerable.Repeat((byte)4, ImageHeaderSize / 4)]);
            }
        }
        catch (MalformedFileException)
        {
            // What was found so far serves.
        }

        seed.Fields = _fields.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<SeedField>)pair.Value);
        seed.Kinds = [.. _fields.Keys.Order()];
        seed.Entries = _entries;
    }

    private void MapElf(ElfFile elf)
    {
        seed.Order = elf.ByteOrder;
        bool is64 = elf.Class == ElfClass.Elf64;
        Add(FieldKind.ElfHeader, 4, [1, 1, 1]);
        Add(FieldKind.ElfHeader, 16, (is64 ? ElfHeader64 : ElfHeader32).AsSpan(3));
        int headerSize = is64 ? 64 : 40;
        Cursor cursor = elf.Image.Read(elf.ByteOrder, is64 ? 40u : 32u);
        long headers = (long)cursor.Offset(is64);
        foreach (ElfSection section in elf.Sections)
        {
            Add(FieldKind.SectionHeader, headers + (headerSize * section.Index.Value), is64 ? Section64 : Section32);
        }

        foreach (ElfSection section in elf.Sections)
        {
            MapSection(elf, section, is64);
        }

        MapDwarf(elf);
    }

    private void MapSection(ElfFile elf, ElfSection section, bool is64)
    {
        if (section.Type == ElfSectionType.NoBits || section.Offset + section.Size > (ulong)seed.Bytes.Length)
        {
            return;
        }

        long start = (long)section.Offset;
        long end = start + (long)section.Size;
        switch (section.Type)
        {
            case ElfSectionType.SymbolTable:
                Repeat(FieldKind.Symbol, start, end, is64 ? Symbol64 : Symbol32);
                Symbols = NamesOf(elf, section);
                break;
            case ElfSectionType.Relocations:
                Repeat(FieldKind.Relocation, start, end, is64 ? [8, 4, 4] : [4, 1, 3]);
                break;
            case ElfSectionType.RelocationsWithAddends:
                Repeat(FieldKind.Relocation, start, end, is64 ? [8, 4, 4, 8] : [4, 1, 3, 4]);
                break;
            case ElfSectionType.StringTable:
                Repeat(FieldKind.Text, start, end, [1]);
                break;
            case var _ when section.IsCompressed:
                Add(FieldKind.CompressionHeader, start, is64 ? [4, 4, 8, 8] : [4, 4, 4]);
                break;
            case var _ when section.Name is ".debug_str" or ".debug_line_str":
                Repeat(FieldKind.Text, start, end, [1]);
                break;
            case var _ when Tables.Contains(section.Name):
                Repeat(FieldKind.Table, start, end, [1]);
                break;
            case var _ when section.Name == ".debug_abbrev":
                MapAbbreviations(elf, section);
                break;
        }
    }

    private static byte[] NamesOf(ElfFile elf, ElfSection section)
    {
        ElfSymbolTable symbols = elf.Symbols(section);
        List<byte> names = [];
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            ReadOnlySpan<byte> name = symbols.NameOf(symbol);
            if (!name.IsEmpty && symbol.Binding != ElfSymbolBinding.Local && !name.ContainsAnyInRange((byte)0, (byte)' '))
            {
                names.AddRange(name);
                names.Add((byte)'\n');
            }
        }

        return [.. names];
    }

    private void MapAbbreviations(ElfFile elf, ElfSection section)
    {
        Cursor cursor = elf.Contents(section).Read(elf.ByteOrder);
        long start = (long)section.Offset;
        while (!cursor.AtEnd)
        {
            if (ReadLeb(ref cursor, start, FieldKind.Abbreviation) == 0)
            {
                continue;
            }

            ReadLeb(ref cursor, start, FieldKind.Tag);
            Add(FieldKind.Abbreviation, start + cursor.Position, [1]);
            cursor.Skip(1);
            while (true)
            {
                ulong attribute = ReadLeb(ref cursor, start, FieldKind.Attribute);
                ulong form = ReadLeb(ref cursor, start, FieldKind.Form);
                if (form == (ulong)DwForm.ImplicitConst)
                {
                    ReadLeb(ref cursor, start, FieldKind.Number);
                }

                if (attribute == 0 && form == 0)
                {
                    break;
                }
            }
        }
    }

    private ulong ReadLeb(ref Cursor cursor, long start, FieldKind kind)
    {
        long at = cursor.Position;
        ulong value = cursor.Uleb128();
        Add(kind, start + at, cursor.Position - at, isLeb128: true);
        return value;
    }

    private void MapDwarf(ElfFile elf)
    {
        // Where entries stand in the file is known only when the section is stored as it is read.
        if (!elf.TryFindSection(".debug_info", out ElfSection? info) || info.IsCompressed
            || elf.Sections.ToArray().Count(section => section.Name == ".debug_info") != 1)
        {
            return;
        }

        using DwarfFile dwarf = DwarfFile.Open(elf);
        foreach (DwarfUnit unit in dwarf.Units)
        {
            if (unit.Start.Value < info.Size)
            {
                MapUnit(unit, (long)info.Offset + (long)unit.Start.Value);
            }
        }
    }

    private void MapUnit(DwarfUnit unit, long start)
    {
        UnitFormat format = unit.Format;
        byte width = (byte)format.OffsetSize;
        if (format.Is64)
        {
            Add(FieldKind.UnitHeader, start, [4]);
        }

        byte[] fields = format.Version >= 5 ? [width, 2, 1, 1, width] : [width, 2, width, 1];
        Add(FieldKind.UnitHeader, start + (format.Is64 ? 4 : 0), fields);
        DieReader reader = unit.Entries();
        while (true)
        {
            long at = reader.Position;
            if (!reader.Next())
            {
                return;
            }

            Add(FieldKind.EntryCode, start + at, reader.Position - at, isLeb128: true);
            if (reader.Tag != DwTag.None && _entries.Count < MostFieldsOfAKind)
            {
                _entries.Add((ulong)at);
            }

            while (reader.NextAttribute(out _, out AttributeValue value))
            {
                long length = reader.Position - value.Position;
                Add(KindOf(value.Form), start + value.Position, length, IsLeb128(value.Form));
            }
        }
    }

    private static FieldKind KindOf(DwForm form) => form switch
    {
        DwForm.Ref1 or DwForm.Ref2 or DwForm.Ref4 or DwForm.Ref8 or DwForm.RefUdata or DwForm.RefAddr or DwForm.RefSig8 =>
            FieldKind.Reference,
        DwForm.Strp or DwForm.LineStrp or DwForm.Strx or DwForm.Strx1 or DwForm.Strx2 or DwForm.Strx3 or DwForm.Strx4
            or DwForm.String => FieldKind.StringValue,
        _ => FieldKind.Number,
    };

    private static bool IsLeb128(DwForm form) => form is DwForm.Udata or DwForm.Sdata or DwForm.RefUdata or DwForm.Strx;

    private void Repeat(FieldKind kind, long start, long end, byte[] widths)
    {
        int record = widths.Sum(width => width);
        for (long at = start; at + record <= end; at += record)
        {
            Add(kind, at, widths);
        }
    }

    private void Add(FieldKind kind, long offset, ReadOnlySpan<byte> widths)
    {
        foreach (byte width in widths)
        {
            Add(kind, offset, width, isLeb128: false);
            offset += width;
        }
    }

    private void Add(FieldKind kind, long offset, long width, bool isLeb128)
    {
        if (!_fields.TryGetValue(kind, out List<SeedField>? fields))
        {
            _fields[kind] = fields = [];
        }

        if (width is > 0 and <= 16 && offset >= 0 && offset + width <= seed.Bytes.Length && fields.Count < MostFieldsOfAKind)
        {
            fields.Add(new SeedField((int)offset, (byte)width, isLeb128));
        }
    }
}
