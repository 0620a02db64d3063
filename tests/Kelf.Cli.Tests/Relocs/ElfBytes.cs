// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Text;

namespace Kelf.Cli.Tests.Relocs;

/// <summary>
/// A 64-bit little-endian image of tests/Fixtures/relocs as bytes that a test damages or looks at. It reads headers by
/// itself, as the tests of the program use nothing of it.
/// </summary>
internal sealed class ElfBytes(byte[] bytes)
{
    public byte[] Bytes { get; private set; } = bytes;

    public int SectionCount => U16(60);

    /// <summary>The image of spec example 7.1: sections 1 .text, 2 .rela.text, … 13 .symtab, 14 .strtab, 15 .shstrtab.</summary>
    public static ElfBytes Kernel() => Fixture("kernel");

    public static ElfBytes Fixture(string name) => new(File.ReadAllBytes(
        Path.Combine(Repository.SourceTree.Root, "tests", "Fixtures", "relocs", name, name + ".elf")));

    public ElfBytes Set16(int offset, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Bytes.AsSpan(offset), value);
        return this;
    }

    public ElfBytes Set32(int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes.AsSpan(offset), value);
        return this;
    }

    public ElfBytes Set64(int offset, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Bytes.AsSpan(offset), value);
        return this;
    }

    public ElfBytes Cut(int length)
    {
        Bytes = Bytes[..length];
        return this;
    }

    public ElfBytes Rename(string section, string name)
    {
        int at = Bytes.AsSpan(Offset(SectionCount - 1)).IndexOf(Encoding.ASCII.GetBytes(section + "\0")) + Offset(SectionCount - 1);
        Encoding.ASCII.GetBytes(name.PadRight(section.Length, '\0')).CopyTo(Bytes, at);
        return this;
    }

    /// <summary>Offset of a section's header.</summary>
    public int Header(int section) => (int)U64(40) + (64 * section);

    /// <summary>Offset of a section's contents.</summary>
    public int Offset(int section) => (int)U64(Header(section) + 24);

    public ulong Address(int section) => U64(Header(section) + 16);

    public int Size(int section) => (int)U64(Header(section) + 32);

    public uint Type(int section) => U32(Header(section) + 4);

    public string Name(int section)
    {
        int at = Offset(U16(62)) + (int)U32(Header(section));
        return Encoding.ASCII.GetString(Bytes.AsSpan(at, Bytes.AsSpan(at).IndexOf((byte)0)));
    }

    public int Find(string section) => Enumerable.Range(0, SectionCount).Single(i => Name(i) == section);

    /// <summary>Names of the symbols, each with the name of its section.</summary>
    public IEnumerable<string> Symbols()
    {
        int table = Find(".symtab"), strings = Find(".strtab");
        for (int at = Offset(table); at < Offset(table) + Size(table); at += 24)
        {
            int name = Offset(strings) + (int)U32(at);
            int section = U16(at + 6);
            yield return $"{Encoding.ASCII.GetString(Bytes.AsSpan(name, Bytes.AsSpan(name).IndexOf((byte)0)))}"
                + $"@{(section < SectionCount ? Name(section) : section.ToString("x"))}";
        }
    }

    /// <summary>Index of a symbol by its name.</summary>
    public int Symbol(string name) => Symbols().ToList().FindIndex(symbol => symbol.StartsWith(name + "@", StringComparison.Ordinal));

    public ulong U64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes.AsSpan(offset));

    public uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(offset));

    public ushort U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes.AsSpan(offset));
}
