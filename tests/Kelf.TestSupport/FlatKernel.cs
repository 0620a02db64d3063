// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.TestSupport;

/// <summary>The first release that has its kallsyms tables in a form.</summary>
public enum TableRelease
{
    /// <summary>Linux 4.4: addresses as words, markers and number of entries as words.</summary>
    Linux44,

    /// <summary>Linux 4.6: distances from a base.</summary>
    Linux46,

    /// <summary>Linux 4.20: markers and number of 32 bits.</summary>
    Linux420,

    /// <summary>Linux 6.2: places in the order of names, after the markers.</summary>
    Linux62,

    /// <summary>Linux 6.4: addresses and places after the tokens.</summary>
    Linux64,

    /// <summary>Linux 7.2: distances from their own place.</summary>
    Linux72,
}

/// <summary>
/// A flat kernel without symbols: code, pointers to functions, the kallsyms tables of a release, and other bytes. The tables are made
/// as <c>scripts/kallsyms.c</c> of the release writes them, without kelf's own writer.
/// </summary>
/// <example><code>
/// byte[] image = new FlatKernel { Release = TableRelease.Linux64 }.Build();
/// </code></example>
public sealed record FlatKernel
{
    private const int TextSize = 0x40000;

    // Codes that no name needs as a character; the first is the byte that ends strings.
    private static readonly string[] s_tokens = ["_read", "twri", "sys_", "init", "_0", "Ts"];

    private IReadOnlyList<(ulong Address, string Text)>? _entries;

    /// <summary>The form of the tables.</summary>
    public TableRelease Release { get; init; } = TableRelease.Linux72;

    /// <summary>32 or 64 bits.</summary>
    public ElfClass Class { get; init; } = ElfClass.Elf64;

    /// <summary>Byte order.</summary>
    public ByteOrder Order { get; init; } = ByteOrder.Little;

    /// <summary>Number of functions.</summary>
    public int Functions { get; init; } = 700;

    /// <summary>Addresses are words although the release can have distances.</summary>
    public bool HasWords { get; init; }

    /// <summary>Addresses are numbers, as in Linux 7.2 without <c>--pc-relative</c>.</summary>
    public bool HasNumbers { get; init; }

    /// <summary>There are per-cpu variables, and the distances of others are negative: <c>--absolute-percpu</c>.</summary>
    public bool HasPercpu { get; init; }

    /// <summary>The base is 0 in the file, as a loader has to make it.</summary>
    public bool HasZeroBase { get; init; }

    /// <summary>The tables are entries of their own, as from Linux 6.4 with <c>CONFIG_KALLSYMS_ALL</c>.</summary>
    public bool HasOwnEntries { get; init; } = true;

    /// <summary>There are pointers to functions.</summary>
    public bool HasPointers { get; init; } = true;

    /// <summary>Names are in the order that LTO of clang gives: without what follows this.</summary>
    public string? Cut { get; init; }

    /// <summary>Alignment of tables, if it is not that of the release: <c>.align 4</c> and <c>.align 8</c> are 16 and 256 on some machines.</summary>
    public int? Alignment { get; init; }

    /// <summary>Bytes of zeros after each table whose size depends on the entries: tables that were linked once.</summary>
    public int Room { get; init; }

    /// <summary>How far the base is before the first entry.</summary>
    public uint BaseDistance { get; init; }

    /// <summary>There is nothing but pointers and tables.</summary>
    public bool HasTablesOnly { get; init; }

    /// <summary>Changes the bytes of a table, which it is given with its symbol.</summary>
    public Action<string, byte[]>? Damage { get; init; }

    /// <summary>The image is linked for a low address, as that of s390.</summary>
    public bool IsLow { get; init; }

    /// <summary>Address of the first byte, and of <c>_text</c>.</summary>
    public ulong Base => IsLow ? 0x10_0000 : Class == ElfClass.Elf64 ? 0xffff_8000_8000_0000 : 0xc010_0000;

    /// <summary>What the tables say, in table order.</summary>
    public IReadOnlyList<(ulong Address, string Text)> Entries
    {
        get
        {
            _ = Build();
            return _entries!;
        }
    }

    private bool Is64 => Class == ElfClass.Elf64;

    private bool IsBased => Release is not (TableRelease.Linux44 or TableRelease.Linux72) && !HasWords;

    private bool HasLongMarkers => Release < TableRelease.Linux420;

    private string[] Parts
    {
        get
        {
            string[] addresses = IsBased ? ["offsets", "relative_base"] : Release == TableRelease.Linux72 ? ["offsets"] : ["addresses"];
            string[] names = ["num_syms", "names", "markers"];
            string[] tokens = ["token_table", "token_index"];
            return Release switch
            {
                TableRelease.Linux62 => [.. addresses, .. names, "seqs_of_names", .. tokens],
                >= TableRelease.Linux64 => [.. names, .. tokens, .. addresses, "seqs_of_names"],
                _ => [.. addresses, .. names, .. tokens],
            };
        }
    }

    /// <summary>The bytes of the image.</summary>
    public byte[] Build()
    {
        uint random = 12345;
        List<byte> image = [.. Enumerable.Range(0, HasTablesOnly ? 0 : TextSize).Select(_ => Next(ref random))];
        List<(ulong Address, string Text)> functions = ListFunctions();
        if (HasPointers)
        {
            ByteAssembler pointers = new(Order);
            for (int i = 0; i < functions.Count; i++)
            {
                pointers.Word(Is64, functions[i * 7 % functions.Count].Address);
            }

            image.AddRange(pointers.ToArray());
        }

        image.AddRange(new byte[-image.Count & (HasTablesOnly ? 0xf : 0xfff)]);
        // Sizes do not depend on addresses: laid out twice, the second time with the right ones.
        ulong[] starts = new ulong[Parts.Length];
        _ = Lay((ulong)image.Count, starts, functions, damage: null);
        image.AddRange(Lay((ulong)image.Count, starts, functions, Damage));
        image.AddRange(Enumerable.Range(0, HasTablesOnly ? 0 : 5000).Select(_ => Next(ref random)));
        return [.. image];
    }

    /// <summary>The image as an ELF file of one segment, without sections.</summary>
    public byte[] BuildElf()
    {
        byte[] flat = Build();
        ByteAssembler file = new(Order);
        uint header = HasTablesOnly ? 128u : 0x1000;
        file.Bytes([0x7f, (byte)'E', (byte)'L', (byte)'F', (byte)(Is64 ? 2 : 1), (byte)(Order == ByteOrder.Big ? 2 : 1), 1]).Bytes(new byte[9]);
        file.U16((ulong)ElfType.Executable).U16((ulong)(Is64 ? ElfMachine.AArch64 : ElfMachine.Arm)).U32(1);
        file.Word(Is64, Base).Word(Is64, Is64 ? 64u : 52).Word(Is64, 0).U32(0);
        file.U16(Is64 ? 64u : 52).U16(Is64 ? 56u : 32).U16(1).U16(Is64 ? 64u : 40).U16(0).U16(0);
        ulong size = (ulong)flat.Length;
        const uint MemorySize = 0x20_1000;
        _ = Is64
            ? file.U32(1).U32(7).U64(header).U64(Base).U64(Base).U64(size).U64(MemorySize).U64(0x1000)
            : file.U32(1).U32(header).U32(Base).U32(Base).U32(size).U32(MemorySize).U32(7).U32(0x1000);
        return [.. file.ToArray(), .. new byte[(int)header - file.Position], .. flat];
    }

    private static byte Next(ref uint random) => (byte)((random = (random * 1664525) + 1013904223) >> 24);

    private List<(ulong Address, string Text)> ListFunctions()
    {
        uint random = 99;
        string[] verbs = ["read", "write", "sys", "init", "do", "probe"];
        List<(ulong, string)> functions = [];
        ulong address = Base + 0x1000;
        for (int i = 0; i < Functions; i++)
        {
            string suffix = i % 50 == 49 ? $".llvm.{9999 - i}" : i % 70 == 69 ? ".cold" : "";
            functions.Add((address, $"{(i % 5 == 0 ? 'T' : 't')}{verbs[i % 6]}_{verbs[i % 4]}_{i % 30}{suffix}"));
            // One in nine has another name.
            address += i % 9 == 8 ? 0 : 16 * (1 + (ulong)(Next(ref random) & 15));
        }

        return functions;
    }

    private List<(ulong Address, string Text)> ListEntries(ulong[] starts, List<(ulong Address, string Text)> functions)
    {
        List<(ulong, string)> entries = HasPercpu ? [(0, "A__per_cpu_start"), (0, "Airq_stack"), (0x1040, "Acpu_info")] : [];
        entries.AddRange([(Base, "T_text"), (Base, "T_stext"), .. functions]);
        if (HasOwnEntries && Release >= TableRelease.Linux64)
        {
            entries.AddRange(Parts.Select((part, i) => (starts[i], "rkallsyms_" + part)));
        }

        entries.Add((Base + 0x200000, "B_end"));
        return [.. entries.OrderBy(entry => entry.Item1)];
    }

    private byte[] Lay(ulong offset, ulong[] starts, List<(ulong Address, string Text)> functions, Action<string, byte[]>? damage)
    {
        List<(ulong Address, string Text)> entries = ListEntries(starts, functions);
        _entries = entries;
        (string[] tokens, List<byte[]> names) = Compress(entries);
        int alignment = Alignment ?? (Is64 && Release < TableRelease.Linux72 ? 8 : 4);
        List<byte> bytes = [];
        for (int i = 0; i < Parts.Length; i++)
        {
            bytes.AddRange(new byte[(int)(-((long)offset + bytes.Count) & (alignment - 1))]);
            starts[i] = Base + offset + (ulong)bytes.Count;
            byte[] part = Part(Parts[i], entries, tokens, names, starts[i]);
            damage?.Invoke("kallsyms_" + Parts[i], part);
            bytes.AddRange(part);
            bytes.AddRange(new byte[Parts[i] is "num_syms" or "token_index" or "relative_base" ? 0 : Room]);
        }

        return [.. bytes];
    }

    private static (string[] Tokens, List<byte[]> Names) Compress(List<(ulong Address, string Text)> entries)
    {
        string[] tokens = new string[256];
        Array.Fill(tokens, "");
        foreach (char used in entries.SelectMany(entry => entry.Text))
        {
            tokens[used] = used.ToString();
        }

        int free = -1;
        Dictionary<string, byte> codes = [];
        foreach (string token in s_tokens)
        {
            do
            {
                free++;
            }
            while (tokens[free].Length > 0);
            tokens[free] = token;
            codes[token] = (byte)free;
        }

        List<byte[]> names = [];
        foreach ((_, string text) in entries)
        {
            List<byte> name = [];
            for (int i = 0; i < text.Length;)
            {
                string? token = Array.Find(s_tokens, token => text.AsSpan(i).StartsWith(token, StringComparison.Ordinal));
                name.Add(token is null ? (byte)text[i] : codes[token]);
                i += token?.Length ?? 1;
            }

            names.Add([.. name]);
        }

        return (tokens, names);
    }

    private byte[] Part(
        string part, List<(ulong Address, string Text)> entries, string[] tokens, List<byte[]> names, ulong address)
    {
        ByteAssembler bytes = new(Order);
        switch (part)
        {
            case "num_syms":
                bytes.Word(HasLongMarkers && Is64, (ulong)entries.Count);
                break;
            case "names":
                names.ForEach(name => bytes.U8((ulong)name.Length).Bytes(name));
                break;
            case "markers":
                int offset = 0;
                for (int i = 0; i < names.Count; i++)
                {
                    _ = i % 256 == 0 ? bytes.Word(HasLongMarkers && Is64, (ulong)offset) : bytes;
                    offset += names[i].Length + 1;
                }

                break;
            case "token_table":
                Array.ForEach(tokens, token => bytes.CString(token));
                break;
            case "token_index":
                int start = 0;
                foreach (string token in tokens)
                {
                    bytes.U16((ulong)start);
                    start += token.Length + 1;
                }

                break;
            case "addresses":
                entries.ForEach(entry => bytes.Word(Is64, entry.Address));
                break;
            case "offsets":
                foreach ((ulong target, string text) in entries)
                {
                    bytes.U32((uint)(HasNumbers || text[0] == 'A' ? target
                        : !IsBased ? target - address - (ulong)bytes.Position
                        : HasPercpu ? Base - BaseDistance - target - 1
                        : target - Base + BaseDistance));
                }

                break;
            case "relative_base":
                bytes.Word(Is64, HasZeroBase ? 0 : Base - BaseDistance);
                break;
            default:
                string Key(int i) => Cut is not null && entries[i].Text.IndexOf(Cut, StringComparison.Ordinal) is >= 0 and var end
                    ? entries[i].Text[1..end]
                    : entries[i].Text[1..];
                foreach (int place in Enumerable.Range(0, entries.Count).OrderBy(Key, StringComparer.Ordinal).ThenBy(i => i))
                {
                    bytes.U8((ulong)place >> 16).U8((ulong)place >> 8).U8((ulong)place);
                }

                break;
        }

        return bytes.ToArray();
    }
}
