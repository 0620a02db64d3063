// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>One relocation, normalised to 64 bits (gABI 4.1 ch. 4, <c>Elf64_Rela</c>).</summary>
/// <param name="Offset">Offset in the section it applies to (relocatable files), or address.</param>
/// <param name="Type">Type number, whose meaning depends on the machine; on MIPS 64 the first of three.</param>
/// <param name="SymbolIndex">Index in the symbol table that the section's <c>sh_link</c> names.</param>
/// <param name="Addend">Addend, or 0 when it is in place (<c>SHT_REL</c>).</param>
public readonly record struct ElfRelocation(ulong Offset, uint Type, uint SymbolIndex, long Addend);

/// <summary>
/// A view of a relocation section (<c>SHT_REL</c> or <c>SHT_RELA</c>): records are decoded when asked for.
/// </summary>
public readonly struct ElfRelocationTable
{
    private readonly Region _records;
    private readonly ByteOrder _order;
    private readonly uint _recordSize;
    private readonly bool _is64;
    private readonly bool _isMips64;

    internal ElfRelocationTable(ElfFile file, ElfSection section)
    {
        _is64 = file.Class == ElfClass.Elf64;
        _isMips64 = _is64 && file.Machine == ElfMachine.Mips;
        _order = file.ByteOrder;
        HasAddends = section.Type == ElfSectionType.RelocationsWithAddends;
        _recordSize = (uint)file.Layout.RelocationSize(HasAddends);
        _records = file.Contents(section);
        if (section.EntrySize != _recordSize || _records.Length % _recordSize != 0)
        {
            throw _records.Malformed(0, $"{_records.Length} bytes in entries of {section.EntrySize} bytes: "
                + $"relocations have {_recordSize} bytes");
        }

        Count = _records.Length / _recordSize;
    }

    /// <summary>True when records carry their addends (<c>SHT_RELA</c>).</summary>
    public bool HasAddends { get; }

    /// <summary>Number of records.</summary>
    public long Count { get; }

    // Millions of records of x86-64, on a machine that has this order itself.
    private bool IsHot => _is64 && !_isMips64 && _order == ByteOrder.Little && HasAddends && BitConverter.IsLittleEndian;

    /// <summary>Decodes the relocation at <paramref name="index"/>.</summary>
    /// <exception cref="MalformedFileException">The index is outside.</exception>
    public ElfRelocation this[long index]
    {
        get
        {
            Cursor cursor = _records.Read(_order, (ulong)index * _recordSize);
            ulong offset = cursor.Offset(_is64);
            if (_isMips64)
            {
                // MIPS 64 keeps r_info as separate fields: symbol, special symbol, then types 3, 2 and 1.
                uint symbol = cursor.U32();
                uint types = cursor.U8() | ((uint)cursor.U8() << 8) | ((uint)cursor.U8() << 16) | ((uint)cursor.U8() << 24);
                return new ElfRelocation(offset, types >> 24, symbol, HasAddends ? (long)cursor.U64() : 0);
            }

            ulong info = cursor.Offset(_is64);
            long addend = !HasAddends ? 0 : _is64 ? (long)cursor.U64() : (int)cursor.U32();
            return _is64
                ? new ElfRelocation(offset, (uint)info, (uint)(info >> 32), addend)
                : new ElfRelocation(offset, (uint)info & 0xff, (uint)info >> 8, addend);
        }
    }

    /// <summary>Decodes records one after the other, faster than each by its index.</summary>
    /// <param name="first">Index of the first.</param>
    /// <param name="records">Takes as many as are left, at most its length.</param>
    /// <returns>How many; 0 at the end of the table.</returns>
    public int Read(long first, Span<ElfRelocation> records)
    {
        int count = (int)Math.Min(records.Length, Count - first);
        if (!IsHot)
        {
            for (int i = 0; i < count; i++)
            {
                records[i] = this[first + i];
            }

            return count;
        }

        ReadOnlySpan<byte> bytes = _records.Span((ulong)first * _recordSize, count * (int)_recordSize);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> record = bytes.Slice(i * (int)_recordSize, (int)_recordSize);
            ulong info = BinaryPrimitives.ReadUInt64LittleEndian(record[8..]);
            records[i] = new ElfRelocation(
                BinaryPrimitives.ReadUInt64LittleEndian(record), (uint)info, (uint)(info >> 32),
                BinaryPrimitives.ReadInt64LittleEndian(record[16..]));
        }

        return count;
    }

    /// <summary>
    /// Reads of records one after the other only what symbols they are about: where few records are of interest, that is half of the work
    /// of <see cref="Read"/>.
    /// </summary>
    /// <param name="first">Index of the first.</param>
    /// <param name="symbols">Takes an index in the symbol table for each of as many records as are left, at most its length.</param>
    /// <returns>How many; 0 at the end of the table.</returns>
    public int ReadSymbols(long first, Span<uint> symbols)
    {
        int count = (int)Math.Min(symbols.Length, Count - first);
        if (!IsHot)
        {
            for (int i = 0; i < count; i++)
            {
                symbols[i] = this[first + i].SymbolIndex;
            }

            return count;
        }

        // The upper half of r_info.
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(_records.Span((ulong)first * _recordSize, count * (int)_recordSize));
        for (int i = 0, word = 1; i < count && word < words.Length; i++, word += 3)
        {
            symbols[i] = (uint)(words[word] >> 32);
        }

        return count;
    }

    /// <summary>An error about the record at <paramref name="index"/>.</summary>
    public MalformedFileException Malformed(long index, string what) => _records.Malformed((ulong)index * _recordSize, what);

    /// <summary>Hands out the relocations in order, for <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks the table; allocates nothing.</summary>
    public struct Enumerator
    {
        private readonly ElfRelocationTable _table;
        private long _index = -1;

        internal Enumerator(in ElfRelocationTable table) => _table = table;

        /// <summary>The record that was reached.</summary>
        public readonly ElfRelocation Current => _table[_index];

        /// <summary>Goes to the next record.</summary>
        public bool MoveNext() => ++_index < _table.Count;
    }
}
