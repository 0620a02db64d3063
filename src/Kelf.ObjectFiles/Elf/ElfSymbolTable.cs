// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>
/// A view of a symbol section (<c>SHT_SYMTAB</c> or <c>SHT_DYNSYM</c>): records are decoded when asked for, so
/// walking a table allocates nothing.
/// </summary>
public readonly struct ElfSymbolTable
{
    // Names that share their ends are shared by few symbols; a hostile file gives each of 100,000 symbols a longer part of one
    // name, so that a table of names as large as the file costs its square. C++ and Rust have names of some thousand bytes.
    private const int AlwaysFits = 16 * 1024;
    private const long TimesAverage = 16;

    private readonly Region _records;
    private readonly Region _strings;
    private readonly Region _extendedIndices;
    private readonly bool _is64;
    private readonly uint _recordSize;
    private readonly ByteOrder _order;
    private readonly int _longestName;

    internal ElfSymbolTable(ElfFile file, ElfSection section)
    {
        _is64 = file.Class == ElfClass.Elf64;
        _order = file.ByteOrder;
        _recordSize = (uint)file.Layout.SymbolSize;
        _records = file.Contents(section);
        if (section.EntrySize != _recordSize)
        {
            throw _records.Malformed(0, $"expected sh_entsize ({section.EntrySize}) to be {_recordSize}");
        }

        if (_records.Length / _recordSize > int.MaxValue)
        {
            throw _records.Malformed(0, $"more than {int.MaxValue} symbols");
        }

        Count = (int)(_records.Length / _recordSize);
        string link = $"sh_link of section {section.Index.Value} ({section.Name})";
        ElfSection strings = file.SectionAt(section.Link, link);
        if (strings.Type != ElfSectionType.StringTable)
        {
            throw _records.Malformed(0, $"{link} is {section.Link}, which is not a string table");
        }

        _strings = file.Contents(strings);
        _longestName = (int)Math.Clamp(_strings.Length * TimesAverage / Math.Max(Count, 1), AlwaysFits, int.MaxValue - 1);
        if (file.ExtendedIndicesOf(section) is { } indices)
        {
            _extendedIndices = file.Contents(indices);
        }
    }

    /// <summary>The string section, which has the names.</summary>
    public Region Strings => _strings;

    /// <summary>Number of symbols, the null symbol at index 0 included.</summary>
    public int Count { get; }

    /// <summary>Decodes the symbol at <paramref name="index"/>.</summary>
    /// <exception cref="MalformedFileException">The index is outside, or its extended section index is.</exception>
    public ElfSymbol this[int index]
    {
        get
        {
            if (_is64 && _order == ByteOrder.Little && (uint)index < (uint)Count)
            {
                return OfLittle64(_records.Span((ulong)index * _recordSize, (int)_recordSize), index);
            }

            Cursor cursor = _records.Read(_order, (ulong)index * _recordSize);
            uint name = cursor.U32();
            ulong value = 0, size = 0;
            if (!_is64)
            {
                value = cursor.U32();
                size = cursor.U32();
            }

            byte info = cursor.U8();
            byte other = cursor.U8();
            uint section = cursor.U16();
            if (_is64)
            {
                value = cursor.U64();
                size = cursor.U64();
            }

            return new ElfSymbol(name, value, size, info, other, section < ExtendedNumbering.FirstReserved ? section : Reserved(section, index), index);
        }
    }

    /// <summary>The section number of the symbol at <paramref name="index"/>, as <see cref="ElfSymbol.SectionNumber"/>; nothing else is decoded.</summary>
    /// <exception cref="MalformedFileException">The index is outside, or its extended section index is.</exception>
    public uint SectionNumberAt(int index)
    {
        if (!_is64 || _order != ByteOrder.Little || (uint)index >= (uint)Count)
        {
            return this[index].SectionNumber;
        }

        uint section = BinaryPrimitives.ReadUInt16LittleEndian(_records.Span(((ulong)index * _recordSize) + 6, 2));
        return section < ExtendedNumbering.FirstReserved ? section : Reserved(section, index);
    }

    /// <summary>
    /// Whether a name may contain these bytes: false means none does. Costs much less than a look at each name.
    /// </summary>
    public bool MayName(ReadOnlySpan<byte> part) => _strings.Contains(part);

    /// <summary>
    /// The first symbol of a name that is accepted, or null. Looks the name up in the string table, and then at no name of a symbol but
    /// its offset.
    /// </summary>
    public ElfSymbol? Find(ReadOnlySpan<byte> name, Predicate<ElfSymbol> accepts)
    {
        ArgumentNullException.ThrowIfNull(accepts);
        // A name may be the end of a longer one, so that it begins at several offsets.
        const int Several = 8;
        Span<uint> places = stackalloc uint[Several];
        int count = PlacesOf(name, places);
        ReadOnlySpan<uint> found = places[..Math.Min(count, Several)];
        for (int i = 1; i < Count && count > 0; i++)
        {
            uint place = _records.Read(_order, (ulong)i * _recordSize).U32();
            if ((count <= Several ? found.Contains(place) : IsAt(name, place)) && this[i] is var symbol && accepts(symbol))
            {
                return symbol;
            }
        }

        return null;
    }

    /// <summary>True when the symbol has no name, or one that begins inside the string section.</summary>
    public bool HasNameInside(in ElfSymbol symbol) => symbol.NameOffset == 0 || symbol.NameOffset < (ulong)_strings.Length;

    /// <summary>The name's bytes, without the NUL.</summary>
    /// <exception cref="MalformedFileException">
    /// The name lies outside the string section, or it is longer than 16 KiB and than 16 times the average.
    /// </exception>
    public ReadOnlySpan<byte> NameOf(scoped in ElfSymbol symbol)
    {
        if (symbol.NameOffset == 0)
        {
            return default;
        }

        return symbol.NameOffset < (ulong)_strings.Length
            ? _strings.CString(symbol.NameOffset, _longestName)
            : throw _records.Malformed((ulong)symbol.Index * _recordSize, $"name offset 0x{symbol.NameOffset:x} of symbol "
                + $"{symbol.Index} is outside {_strings.Source.Section} ({_strings.Length} bytes)");
    }

    /// <summary>An error about the symbol at <paramref name="index"/>.</summary>
    public MalformedFileException Malformed(int index, string what) =>
        _records.Malformed((ulong)index * _recordSize, what);

    // How many offsets the name has in the string table; one more than there is room for stands for all that are more.
    private int PlacesOf(ReadOnlySpan<byte> name, Span<uint> places)
    {
        int count = 0;
        for (long at = _strings.IndexOf(name); at is >= 0 and <= uint.MaxValue; at = _strings.IndexOf(name, (ulong)at + 1))
        {
            if (!IsAt(name, (uint)at))
            {
                continue;
            }

            if (count == places.Length)
            {
                return count + 1;
            }

            places[count++] = (uint)at;
        }

        return count;
    }

    private bool IsAt(ReadOnlySpan<byte> name, uint place) =>
        place + (ulong)name.Length < (ulong)_strings.Length
        && _strings.Span(place, name.Length + 1) is var bytes && bytes[^1] == 0 && bytes[..^1].SequenceEqual(name);

    // The hot case: hundreds of thousands of records of x86-64.
    private ElfSymbol OfLittle64(ReadOnlySpan<byte> record, int index)
    {
        uint section = BinaryPrimitives.ReadUInt16LittleEndian(record[6..]);
        return new ElfSymbol(
            BinaryPrimitives.ReadUInt32LittleEndian(record), BinaryPrimitives.ReadUInt64LittleEndian(record[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(record[16..]), record[4], record[5],
            section < ExtendedNumbering.FirstReserved ? section : Reserved(section, index), index);
    }

    private uint Reserved(uint section, int index)
    {
        return section == ExtendedNumbering.Elsewhere && !_extendedIndices.IsEmpty
            ? _extendedIndices.Read(_order, (ulong)index * 4).U32()
            : 0xffff_0000 | section;
    }

    /// <summary>Hands out the symbols, the null symbol first, in order, for <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks the table; allocates nothing.</summary>
    public struct Enumerator
    {
        private readonly ElfSymbolTable _table;
        private int _index = -1;

        internal Enumerator(in ElfSymbolTable table) => _table = table;

        /// <summary>The record that was reached.</summary>
        public readonly ElfSymbol Current => _table[_index];

        /// <summary>Goes to the next record.</summary>
        public bool MoveNext() => ++_index < _table.Count;
    }
}
