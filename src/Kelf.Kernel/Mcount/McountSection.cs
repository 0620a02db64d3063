// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Mcount;

/// <summary>The section <c>__mcount_loc</c> and its relocations, as bytes of a class and byte order.</summary>
internal static class McountSection
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
        private readonly NumberWriter _numbers = new(file.ByteOrder);
        private int _position;

        public byte[] Bytes { get; } = new byte[size];

        public void Word(ulong value) => _position += _numbers.Word(Bytes.AsSpan(_position), _is64, value);

        public void Info(uint symbol, uint type)
        {
            if (!_is64)
            {
                Word((symbol << 8) | type);
            }
            else if (_isMips)
            {
                // Separate fields: symbol, special symbol, types 3, 2 and 1.
                _numbers.U32(Bytes.AsSpan(_position), symbol);
                Bytes[_position + 7] = (byte)type;
                _position += 8;
            }
            else
            {
                Word(((ulong)symbol << 32) | type);
            }
        }
    }
}
