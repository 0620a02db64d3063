// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Text;

using Kelf.ObjectFiles.Elf;

namespace Kelf.TestSupport.Hostile;

/// <summary>Linked kernels that are small for what they make a naive reader do.</summary>
public static class HostileKernels
{
    /// <summary>Address of the text.</summary>
    public const ulong Base = 0xffff_ffff_8100_0000;

    /// <summary>Distance of the functions.</summary>
    public const ulong Step = 16;

    private const ElfSectionFlags Code = ElfSectionFlags.Allocated | ElfSectionFlags.Executable;

    /// <summary>A kernel whose functions have these names, in the order of their addresses.</summary>
    /// <param name="names">The names.</param>
    /// <param name="file">The name of the source file before each function, or null for none.</param>
    /// <param name="sameAddress">All are at one address.</param>
    public static byte[] Of(IReadOnlyList<byte[]> names, Func<int, string?>? file = null, bool sameAddress = false)
    {
        PlainElf elf = new(ElfType.Executable);
        uint text = elf.Section(".text", ElfSectionType.ProgramBits, new byte[Math.Max((names.Count + 1) * (int)Step, 64)], Code, Base);
        Strings strings = new();
        List<PlainSymbol> symbols = [];
        for (int i = 0; i < names.Count; i++)
        {
            if (file?.Invoke(i) is { } source)
            {
                symbols.Add(new PlainSymbol(strings.Add(Encoding.ASCII.GetBytes(source)), PlainSymbol.LocalFile, 0xfff1, 0));
            }

            ulong address = sameAddress ? Base : Base + ((ulong)i * Step);
            symbols.Add(new PlainSymbol(strings.Add(names[i]), PlainSymbol.LocalFunction, (ushort)text, address, 4));
        }

        int locals = symbols.Count;
        foreach ((string name, ulong address) in (ReadOnlySpan<(string, ulong)>)
            [("_text", Base), ("_stext", Base), ("_etext", Base + ((ulong)(names.Count + 1) * Step))])
        {
            symbols.Add(new PlainSymbol(strings.Add(Encoding.ASCII.GetBytes(name)), PlainSymbol.GlobalPlain, (ushort)text, address));
        }

        elf.Symbols(strings.ToArray(), symbols, locals);
        return elf.Build();
    }

    /// <summary>Names that are all the same.</summary>
    public static byte[][] EqualNames(int count) => [.. Enumerable.Repeat("init"u8.ToArray(), count)];

    /// <summary>Names that differ.</summary>
    public static byte[][] DifferentNames(int count) => [.. Enumerable.Range(0, count).Select(i => Encoding.ASCII.GetBytes($"f{i}"))];

    /// <summary>
    /// Names of 23 bytes that a table of kelf once put into one place, after their letter <c>t</c>: its hash, a multiplication and a
    /// shift for each eight bytes, could be inverted.
    /// </summary>
    public static byte[][] ChosenNames(int count)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        ulong inverse = Prime;
        for (int i = 0; i < 6; i++)
        {
            inverse *= 2 - (Prime * inverse);
        }

        Random random = new(1);
        List<byte[]> names = new(count);
        byte[] text = new byte[24];
        while (names.Count < count)
        {
            for (int i = 1; i < 16; i++)
            {
                text[i] = (byte)random.Next('a', 'z' + 1);
            }

            text[0] = (byte)'t';
            ulong hash = unchecked(24 * Prime);
            for (int i = 0; i < 16; i += 8)
            {
                hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text.AsSpan(i))) * Prime;
                hash ^= hash >> 32;
            }

            // The third word takes each to the hash 1.
            BinaryPrimitives.WriteUInt64LittleEndian(text.AsSpan(16), hash ^ (1 * inverse));
            if (!text.AsSpan(16).ContainsAnyInRange((byte)0, (byte)' ') && !text.AsSpan(16).Contains((byte)0x7f))
            {
                names.Add(text[1..]);
            }
        }

        return [.. names];
    }

    /// <summary>A kernel with as many symbols called <c>kernel_config_data</c> as sections, none of which has it.</summary>
    public static byte[] OfUnplacedSymbols(int count)
    {
        PlainElf elf = new(ElfType.Executable);
        for (int i = 0; i < count; i++)
        {
            elf.Section("s", ElfSectionType.ProgramBits, [], ElfSectionFlags.Allocated, Base);
        }

        elf.Symbols(
            "\0kernel_config_data\0"u8, [.. Enumerable.Repeat(new PlainSymbol(1, PlainSymbol.GlobalPlain, 0xfff1, 1), count)]);
        return elf.Build();
    }

    /// <summary>A file with that many symbol tables that are the same bytes, with as many symbols.</summary>
    public static byte[] OfEqualTables(int count, ElfType type)
    {
        PlainElf elf = new(type);
        elf.Section(".text", ElfSectionType.ProgramBits, new byte[64], Code, Base);
        uint table = elf.Symbols("\0f\0"u8, [.. Enumerable.Repeat(new PlainSymbol(1, PlainSymbol.GlobalFunction, 1, Base), count)]);
        for (int i = 1; i < count; i++)
        {
            elf.Again(table);
        }

        return elf.Build();
    }

    /// <summary>A file with that many symbols, the name of each being one byte shorter than the one before.</summary>
    /// <param name="count">How many.</param>
    /// <param name="type">Kind of file.</param>
    /// <param name="prefix">What the longest name begins with.</param>
    public static byte[] OfSharedEnds(int count, ElfType type, string prefix = "")
    {
        PlainElf elf = new(type);
        elf.Section(".text", ElfSectionType.ProgramBits, new byte[64], Code, type == ElfType.Executable ? Base : 0);
        byte[] strings = [0, .. Encoding.ASCII.GetBytes(prefix), .. Enumerable.Repeat((byte)'a', count + 1), 0];
        elf.Symbols(
            strings,
            [.. Enumerable.Range(1, count).Select(i => new PlainSymbol((uint)i, PlainSymbol.GlobalFunction, 1, Base))]);
        return elf.Build();
    }

    /// <summary>An image with a relocation kept for each of its places, and names that are the ends of one.</summary>
    public static byte[] OfRelocations(int count)
    {
        PlainElf elf = new(ElfType.Executable);
        uint text = elf.Section(".text", ElfSectionType.ProgramBits, new byte[(count + 1) * 8], Code, Base);
        byte[] strings = [0, .. Enumerable.Repeat((byte)'a', count + 1), 0];
        uint table = elf.Symbols(
            strings,
            [.. Enumerable.Range(1, count).Select(i => new PlainSymbol((uint)i, PlainSymbol.GlobalFunction, (ushort)text, Base))]);
        using MemoryStream records = new();
        for (int i = 0; i < count; i++)
        {
            records.Write(BitConverter.GetBytes(Base + ((ulong)i * 8)));
            records.Write(BitConverter.GetBytes(((ulong)(i + 1) << 32) | 1)); // R_X86_64_64
            records.Write(BitConverter.GetBytes(0L));
        }

        elf.Section(
            ".rela.text", ElfSectionType.RelocationsWithAddends, records.ToArray(), link: table, info: text, entrySize: 24);
        return elf.Build();
    }

    private sealed class Strings
    {
        private readonly List<byte> _bytes = [0];

        public uint Add(byte[] name)
        {
            uint offset = (uint)_bytes.Count;
            _bytes.AddRange(name);
            _bytes.Add(0);
            return offset;
        }

        public byte[] ToArray() => [.. _bytes];
    }

    /// <summary>A flat image of so many tokens with an index, before which hundreds of places look like names.</summary>
    public static byte[] OfFalseTables(int count)
    {
        // 600 entries have three markers; read as a name, their number is one of 88 codes.
        byte[] names = [.. Enumerable.Range(0, 1024).SelectMany(_ => BitConverter.GetBytes(600))];
        byte[] markers = [.. new[] { 0, 600, 1200 }.SelectMany(BitConverter.GetBytes)];
        byte[] tokens = [.. Enumerable.Range(0, 256).SelectMany(_ => "a\0"u8.ToArray())];
        byte[] index = [.. Enumerable.Range(0, 256).SelectMany(code => BitConverter.GetBytes((ushort)(2 * code)))];
        byte[] block = [.. names, .. markers, .. tokens, .. index];
        return [.. Enumerable.Repeat(block, count).SelectMany(bytes => bytes)];
    }
}
