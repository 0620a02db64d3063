// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.TestSupport.Hostile;

/// <summary>
/// Writes large 64-bit ELF files section by section, each header as it is given: nothing is checked, ordered or shared, so that
/// sections may be the same bytes and names the ends of each other.
/// </summary>
/// <param name="type">Relocatable, executable, ...</param>
/// <param name="machine">Instruction set.</param>
public sealed class PlainElf(ElfType type, ElfMachine machine = ElfMachine.X8664)
{
    private const int HeaderSize = 64;

    private readonly List<Header> _headers = [new("", 0, 0, 0, 0, 0, 0, 0, 0)];
    private readonly List<byte> _contents = [];

    /// <summary>Adds a section.</summary>
    /// <returns>Its index.</returns>
    public uint Section(
        string name, ElfSectionType type, ReadOnlySpan<byte> contents, ElfSectionFlags flags = ElfSectionFlags.None,
        ulong address = 0, uint link = 0, uint info = 0, ulong entrySize = 0)
    {
        _contents.AddRange(new byte[-_contents.Count & 7]);
        ulong offset = HeaderSize + (ulong)_contents.Count;
        _contents.AddRange(contents);
        _headers.Add(new Header(name, type, flags, address, offset, (ulong)contents.Length, link, info, entrySize));
        return (uint)_headers.Count - 1;
    }

    /// <summary>Adds a section that is the same bytes as another, with the same header.</summary>
    public uint Again(uint section)
    {
        _headers.Add(_headers[(int)section]);
        return (uint)_headers.Count - 1;
    }

    /// <summary>Adds a symbol table and its strings.</summary>
    /// <param name="strings">All of the strings.</param>
    /// <param name="symbols">The symbols after the null one; a name is an offset in the strings.</param>
    /// <param name="locals">How many of them are local.</param>
    /// <returns>Index of the table.</returns>
    public uint Symbols(ReadOnlySpan<byte> strings, IReadOnlyList<PlainSymbol> symbols, int locals = 0)
    {
        uint table = Section(".strtab", ElfSectionType.StringTable, strings);
        using MemoryStream records = new();
        records.Write(new byte[24]);
        foreach (PlainSymbol symbol in symbols)
        {
            records.Write(BitConverter.GetBytes(symbol.Name));
            records.Write([symbol.Info, 0, (byte)symbol.Section, (byte)(symbol.Section >> 8)]);
            records.Write(BitConverter.GetBytes(symbol.Value));
            records.Write(BitConverter.GetBytes(symbol.Size));
        }

        return Section(
            ".symtab", ElfSectionType.SymbolTable, records.ToArray(), link: table, info: (uint)locals + 1, entrySize: 24);
    }

    /// <summary>The file.</summary>
    public byte[] Build()
    {
        StringBuilder names = new("\0");
        Dictionary<string, int> nameOf = new(StringComparer.Ordinal) { [""] = 0 };
        foreach (string name in _headers.Select(header => header.Name).Append(".shstrtab"))
        {
            if (nameOf.TryAdd(name, names.Length))
            {
                names.Append(name).Append('\0');
            }
        }

        uint namesIndex = Section(".shstrtab", ElfSectionType.StringTable, Encoding.ASCII.GetBytes(names.ToString()));
        ByteAssembler file = new(ByteOrder.Little);
        file.Bytes([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        ulong sections = (HeaderSize + (ulong)_contents.Count + 7) & ~7ul;
        file.U16((ulong)type).U16((ulong)machine).U32(1).U64(0).U64(0).U64(sections).U32(0);
        bool isLarge = _headers.Count >= 0xff00;
        file.U16(HeaderSize).U16(56).U16(0).U16(64).U16(isLarge ? 0u : (uint)_headers.Count).U16(isLarge ? 0xffff : namesIndex);
        file.Bytes([.. _contents]).Align(8);
        if (isLarge)
        {
            _headers[0] = _headers[0] with { Size = (ulong)_headers.Count, Link = namesIndex };
        }

        foreach (Header header in _headers)
        {
            file.U32((ulong)nameOf[header.Name]).U32((ulong)header.Type).U64((ulong)header.Flags).U64(header.Address)
                .U64(header.Offset).U64(header.Size).U32(header.Link).U32(header.Info).U64(8).U64(header.EntrySize);
        }

        return file.ToArray();
    }

    private sealed record Header(
        string Name, ElfSectionType Type, ElfSectionFlags Flags, ulong Address, ulong Offset, ulong Size, uint Link, uint Info,
        ulong EntrySize);
}

/// <summary>A symbol of a <see cref="PlainElf"/>.</summary>
/// <param name="Name">Offset of its name.</param>
/// <param name="Info">Binding in the upper half, type in the lower.</param>
/// <param name="Section">Its section.</param>
/// <param name="Value">Its address.</param>
/// <param name="Size">Its size.</param>
public sealed record PlainSymbol(uint Name, byte Info, ushort Section, ulong Value, ulong Size = 0)
{
    /// <summary>A local function.</summary>
    public const byte LocalFunction = 0x02;

    /// <summary>The symbol of a source file.</summary>
    public const byte LocalFile = 0x04;

    /// <summary>A global function.</summary>
    public const byte GlobalFunction = 0x12;

    /// <summary>A global symbol without a type.</summary>
    public const byte GlobalPlain = 0x10;
}
