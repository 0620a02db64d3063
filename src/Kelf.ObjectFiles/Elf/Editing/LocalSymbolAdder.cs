// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>
/// Adds local symbols to a relocatable file. Locals come before globals (gABI 4.1 ch. 4), so each takes the place of a
/// global one, which moves to the end of the table: relocations that name it follow, all others stay as they are.
/// </summary>
public sealed class LocalSymbolAdder
{
    private const uint FirstReserved = 0xff00; // SHN_LORESERVE
    private const ushort ExtendedIndex = 0xffff; // SHN_XINDEX

    private readonly ElfFile _file;
    private readonly ElfSection _symbols;
    private readonly ElfAppender _output;
    private readonly NumberWriter _numbers;
    private readonly bool _is64;
    private readonly int _recordSize;
    private readonly int _count;
    private readonly int _firstGlobal;
    private readonly int _added;

    private LocalSymbolAdder(ElfFile file, ElfSection symbols, int added, ElfAppender output)
    {
        (_file, _symbols, _added, _output) = (file, symbols, added, output);
        _numbers = new NumberWriter(file.ByteOrder);
        _is64 = file.Class == ElfClass.Elf64;
        _recordSize = file.Layout.SymbolSize;
        _count = file.Symbols(symbols).Count;
        // The null symbol is a local one.
        _firstGlobal = symbols.Info >= 1 && symbols.Info <= (uint)_count
            ? (int)symbols.Info
            : throw file.Contents(symbols).Malformed(
                0, $"sh_info, the first global symbol, is {symbols.Info}, but there are {_count} symbols");
    }

    /// <summary>Globals that move: they had the places of the new ones.</summary>
    private int Moved => Math.Min(_added, _count - _firstGlobal);

    /// <summary>How far they move.</summary>
    private int Distance => Math.Max(_added, _count - _firstGlobal);

    /// <summary>Adds section symbols.</summary>
    /// <param name="file">The file.</param>
    /// <param name="symbols">Its symbol table.</param>
    /// <param name="sections">Indices of the sections.</param>
    /// <param name="output">What the file becomes.</param>
    /// <returns>Index of the first new symbol; the others follow.</returns>
    /// <exception cref="MalformedFileException">A table that is concerned is malformed.</exception>
    public static int AddSectionSymbols(ElfFile file, ElfSection symbols, ReadOnlySpan<uint> sections, ElfAppender output)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(output);
        LocalSymbolAdder adder = new(file, symbols, sections.Length, output);
        adder.WriteSymbols(sections);
        adder.WriteExtendedIndices(sections);
        adder.FollowMoved();
        return adder._firstGlobal;
    }

    private void WriteSymbols(ReadOnlySpan<uint> sections)
    {
        byte[] table = Rearrange(_file.Contents(_symbols), _recordSize);
        for (int i = 0; i < sections.Length; i++)
        {
            Span<byte> record = table.AsSpan((_firstGlobal + i) * _recordSize, _recordSize);
            record.Clear();
            record[_file.Layout.SymbolInfoOffset] = (byte)ElfSymbolType.Section; // st_info; binding local is 0
            ushort number = sections[i] < FirstReserved ? (ushort)sections[i] : ExtendedIndex;
            _numbers.U16(record[_file.Layout.SymbolSectionOffset..], number);
        }

        _output.Replace(_symbols.Index, table);
        _output.SetInfo(_symbols.Index, (uint)(_firstGlobal + _added));
    }

    private void WriteExtendedIndices(ReadOnlySpan<uint> sections)
    {
        bool isNeeded = sections.ContainsAnyInRange(FirstReserved, uint.MaxValue);
        foreach (ElfSection section in _file.Sections)
        {
            if (section.Type != ElfSectionType.ExtendedIndices || section.Link != _symbols.Index.Value)
            {
                continue;
            }

            Region old = _file.Contents(section);
            if (old.Length < (long)_count * 4)
            {
                throw old.Malformed(0, $"{old.Length} bytes are not 4 for each of {_count} symbols");
            }

            byte[] table = Rearrange(old, 4);
            for (int i = 0; i < sections.Length; i++)
            {
                uint number = sections[i] < FirstReserved ? 0 : sections[i];
                _numbers.U32(table.AsSpan((_firstGlobal + i) * 4), number);
            }

            _output.Replace(section.Index, table);
            return;
        }

        if (isNeeded)
        {
            throw _file.Contents(_symbols).Malformed(
                0, $"a symbol of a section above 0x{FirstReserved:x} is needed, but there is no SHT_SYMTAB_SHNDX section");
        }
    }

    /// <summary>A table with an entry for each symbol, with room for the new ones.</summary>
    private byte[] Rearrange(Region old, int entrySize)
    {
        int size = checked((_count + _added) * entrySize);
        byte[] table = new byte[size];
        ReadOnlySpan<byte> entries = old.Span()[..(_count * entrySize)];
        entries.CopyTo(table);
        entries.Slice(_firstGlobal * entrySize, Moved * entrySize)
            .CopyTo(table.AsSpan((_firstGlobal + Distance) * entrySize));
        return table;
    }

    private void FollowMoved()
    {
        foreach (ElfSection section in _file.Sections)
        {
            if (section.Link != _symbols.Index.Value)
            {
                continue;
            }

            switch (section.Type)
            {
                case ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends:
                    FollowMoved(section);
                    break;
                case ElfSectionType.Group when IsMoved(section.Info):
                    _output.SetInfo(section.Index, section.Info + (uint)Distance); // its signature
                    break;
                case ElfSectionType.LlvmAddressSignificance:
                    // A list of symbol indices that only LLVM reads; without a link it is taken for outdated (llvm-objcopy).
                    _output.SetLink(section.Index, 0);
                    break;
                default:
                    break;
            }
        }
    }

    private bool IsMoved(uint symbol) => symbol >= (uint)_firstGlobal && symbol < (uint)(_firstGlobal + Moved);

    private void FollowMoved(ElfSection section)
    {
        ElfRelocationTable relocations = _file.Relocations(section);
        for (long i = 0; i < relocations.Count; i++)
        {
            ElfRelocation relocation = relocations[i];
            if (IsMoved(relocation.SymbolIndex))
            {
                PatchSymbol(section, relocations, i, relocation.SymbolIndex + (uint)Distance);
            }
        }
    }

    private void PatchSymbol(ElfSection section, ElfRelocationTable relocations, long index, uint symbol)
    {
        ulong record = section.Offset + ((ulong)index * section.EntrySize);
        bool isLittle = _file.ByteOrder == ByteOrder.Little;
        if (_is64)
        {
            // r_info: the upper half, but on MIPS a field of its own that comes first.
            _output.PatchU32(record + (isLittle && _file.Machine != ElfMachine.Mips ? 12u : 8u), symbol);
            return;
        }

        if (symbol > 0xff_ffff)
        {
            throw relocations.Malformed(index, $"symbol {symbol} does not fit in 24 bits");
        }

        _output.Patch(
            record + (isLittle ? 5u : 4u),
            isLittle
                ? [(byte)symbol, (byte)(symbol >> 8), (byte)(symbol >> 16)]
                : [(byte)(symbol >> 16), (byte)(symbol >> 8), (byte)symbol]);
    }
}
