// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Mcount;

/// <summary>The section <c>__mcount_loc</c> and its relocations, as bytes of a class and byte order.</summary>
internal static class McountTable
{
    /// <summary>The section's name.</summary>
    public const string Name = "__mcount_loc";

    /// <summary>Adds both to a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="output">What it becomes.</param>
    /// <param name="records">The entries.</param>
    /// <param name="pointer">Type of the relocations.</param>
    /// <param name="hasAddends">Whether relocations hold their addends (<c>SHT_RELA</c>); else the table holds them.</param>
    /// <param name="symbols">Index of the symbol table.</param>
    /// <param name="flags">Flags of the section with the relocations.</param>
    public static void Add(
        ElfFile file, ElfAppender output, IReadOnlyList<McountRecord> records, uint pointer, bool hasAddends,
        SectionIndex symbols, ElfSectionFlags flags)
    {
        bool is64 = file.Class == ElfClass.Elf64;
        uint word = is64 ? 8u : 4u;
        Words table = new(file, checked(records.Count * (int)word));
        Words relocations = new(file, checked(records.Count * (int)word * (hasAddends ? 3 : 2)));
        for (int i = 0; i < records.Count; i++)
        {
            McountRecord record = records[i];
            table.Word(hasAddends ? 0 : (ulong)record.Addend);
            relocations.Word((ulong)i * word);
            relocations.Info(record.Symbol, pointer);
            if (hasAddends)
            {
                relocations.Word((ulong)record.Addend);
            }
        }

        SectionIndex index = output.Add(new AppendedSection(
            Name, ElfSectionType.ProgramBits, ElfSectionFlags.Allocated, table.Bytes, word, word));
        output.Add(new AppendedSection(
            (hasAddends ? ".rela" : ".rel") + Name,
            hasAddends ? ElfSectionType.RelocationsWithAddends : ElfSectionType.Relocations,
            flags, relocations.Bytes, word, word * (hasAddends ? 3u : 2u), symbols.Value, index.Value));
    }

    private struct Words(ElfFile file, int size)
    {
        private readonly bool _is64 = file.Class == ElfClass.Elf64;
        private readonly bool _isMips = file.Machine == ElfMachine.Mips;
        private readonly bool _isLittle = file.ByteOrder == ByteOrder.Little;
        private int _position;

        public byte[] Bytes { get; } = new byte[size];

        public void Word(ulong value)
        {
            Span<byte> bytes = Bytes.AsSpan(_position);
            if (!_is64)
            {
                U32((uint)value);
                return;
            }

            if (_isLittle)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
            }
            else
            {
                BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
            }

            _position += 8;
        }

        public void Info(uint symbol, uint type)
        {
            if (!_is64)
            {
                U32((symbol << 8) | type);
            }
            else if (_isMips)
            {
                // Separate fields: symbol, special symbol, types 3, 2 and 1.
                U32(symbol);
                Bytes[_position + 3] = (byte)type;
                _position += 4;
            }
            else
            {
                Word(((ulong)symbol << 32) | type);
            }
        }

        private void U32(uint value)
        {
            if (_isLittle)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(Bytes.AsSpan(_position), value);
            }
            else
            {
                BinaryPrimitives.WriteUInt32BigEndian(Bytes.AsSpan(_position), value);
            }

            _position += 4;
        }
    }
}
