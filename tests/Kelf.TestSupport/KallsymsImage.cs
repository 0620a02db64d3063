// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.TestSupport;

/// <summary>The release whose tables a <see cref="KallsymsImage"/> has.</summary>
public enum KallsymsRelease
{
    /// <summary>Linux 6.1.</summary>
    Linux61,

    /// <summary>Linux 6.12.</summary>
    Linux612,

    /// <summary>Linux 7.2.</summary>
    Linux72,

    /// <summary>Linux 7.3.</summary>
    Linux73,
}

/// <summary>
/// A linked kernel with the tables of its symbols, as simple as they can be: every byte of a name is its own token. It is
/// made without kelf's own tables, as those are tested with it.
/// </summary>
/// <example><code>
/// byte[] file = new KallsymsImage { Functions = [("f", 0x10), ("g", 0x20)] }.ToElf().Build();
/// </code></example>
public sealed record KallsymsImage
{
    private const int TextSize = 0x100;
    private const ulong TablesOffset = 0x1000;

    /// <summary>Release of the tables.</summary>
    public KallsymsRelease Release { get; init; } = KallsymsRelease.Linux73;

    /// <summary>32 or 64 bits.</summary>
    public ElfClass Class { get; init; } = ElfClass.Elf64;

    /// <summary>Byte order.</summary>
    public ByteOrder Order { get; init; } = ByteOrder.Little;

    /// <summary>Local functions and their offsets in the text, ascending, below 0x100.</summary>
    public IReadOnlyList<(string Name, ulong Offset)> Functions { get; init; } = [("f", 0x10), ("g", 0x20), ("f", 0x30)];

    /// <summary>Changes the bytes of a table, which it is given with its symbol.</summary>
    public Action<string, byte[]>? Damage { get; init; }

    /// <summary>Names of file symbols by the number of the function that each stands before.</summary>
    public IReadOnlyDictionary<int, string> Files { get; init; } = new Dictionary<int, string>();

    /// <summary>The names that the entries of a symbol have in the tables, when they are not its own.</summary>
    public Func<string, string[]> NamesOf { get; init; } = name => [name];

    /// <summary>Leaves out the entry <c>_text</c>, as some kernels do that have text alone in their tables.</summary>
    public bool HasNoText { get; init; }

    /// <summary>Addresses are numbers in the tables: 7.2 and later without <c>--pc-relative</c>, of 32 bits.</summary>
    public bool HasNumbers { get; init; }

    /// <summary>
    /// The relocation type by which a loader makes the word <c>kallsyms_relative_base</c>, against <c>_text</c> unless it is relative; then
    /// the word is 0 in the file.
    /// </summary>
    public (ElfMachine Machine, uint Type, bool IsRelative)? BaseRelocation { get; init; }

    /// <summary>Leaves the table of entries empty, as in the first link of a kernel.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Address of <c>_text</c>.</summary>
    public ulong Base => Class == ElfClass.Elf64 ? 0xffff_ffff_8100_0000 : 0xc100_0000;

    private bool Is64 => Class == ElfClass.Elf64;

    private int Alignment => Release >= KallsymsRelease.Linux72 || !Is64 ? 4 : 8;

    private string[] Parts => Release switch
    {
        KallsymsRelease.Linux61 =>
            ["offsets", "relative_base", "num_syms", "names", "markers", "seqs_of_names", "token_table", "token_index"],
        KallsymsRelease.Linux612 =>
            ["num_syms", "names", "markers", "token_table", "token_index", "offsets", "relative_base", "seqs_of_names"],
        _ => ["num_syms", "names", "markers", "token_table", "token_index", "offsets", "seqs_of_names"],
    };

    /// <summary>The image, to be changed further.</summary>
    public ElfBuilder ToElf()
    {
        // Sizes do not depend on addresses: laid out twice, the second time with the right ones.
        ulong[] starts = new ulong[Parts.Length];
        byte[] tables = Lay(starts);
        tables = Lay(starts);
        ElfMachine machine = BaseRelocation?.Machine ?? (Is64 ? ElfMachine.X8664 : ElfMachine.I386);
        ElfBuilder elf = new ElfBuilder(Class, Order, machine, ElfType.Executable)
            .Section(".text", new byte[TextSize], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
            .Section(".rodata", tables, flags: ElfSectionFlags.Allocated)
            .With(".text", header => header with { Address = Base })
            .With(".rodata", header => header with { Address = Base + TablesOffset });
        for (int i = 0; i < Functions.Count; i++)
        {
            if (Files.TryGetValue(i, out string? file))
            {
                elf.Symbol(file, ElfSymbol.AbsoluteSection, binding: ElfSymbolBinding.Local, type: ElfSymbolType.File);
            }

            (string name, ulong offset) = Functions[i];
            elf.Symbol(name, ".text", Base + offset, 4, ElfSymbolBinding.Local, ElfSymbolType.Function);
        }

        elf.Symbol("_stext", ".text", Base).Symbol("_text", ".text", Base).Symbol("_etext", ".text", Base + TextSize);
        for (int i = 0; i < starts.Length; i++)
        {
            bool hasSize = Release == KallsymsRelease.Linux73 && Parts[i] is ("names" or "markers" or "token_table" or "offsets");
            ulong end = i + 1 < starts.Length ? starts[i + 1] : (ulong)tables.Length;
            elf.Symbol("kallsyms_" + Parts[i], ".rodata", Base + TablesOffset + starts[i], hasSize ? end - starts[i] : 0);
        }

        if (BaseRelocation is (_, var type, var isRelative))
        {
            ulong place = Base + TablesOffset + starts[Array.IndexOf(Parts, "relative_base")];
            elf.Relocate(".rodata", place, type, isRelative ? "" : "_text", isRelative ? (long)Base : 0)
                .With(".rela.rodata", header => header with { Flags = (ulong)ElfSectionFlags.Allocated, Info = 0 });
        }

        return elf;
    }

    private List<(ulong Address, string Text)> Entries(ulong[] starts)
    {
        if (IsEmpty)
        {
            return [];
        }

        List<(ulong, string)> entries = HasNoText ? [(Base, "T_stext")] : [(Base, "T_stext"), (Base, "T_text")];
        entries.AddRange(Functions.Select(function => (Base + function.Offset, "t" + function.Name)));
        entries.Add((Base + TextSize, "T_etext"));
        // The generator of 6.1 drops its own.
        if (Release != KallsymsRelease.Linux61)
        {
            entries.AddRange(Parts.Select((part, i) => (Base + TablesOffset + starts[i], "Rkallsyms_" + part)));
        }

        return [.. entries.SelectMany(entry => NamesOf(entry.Item2[1..]).Select(name => (entry.Item1, entry.Item2[..1] + name)))];
    }

    private byte[] Lay(ulong[] starts)
    {
        List<(ulong Address, string Text)> entries = Entries(starts);
        List<byte> bytes = [];
        for (int i = 0; i < Parts.Length; i++)
        {
            bytes.AddRange(new byte[-bytes.Count & (Alignment - 1)]);
            starts[i] = (ulong)bytes.Count;
            byte[] part = Part(Parts[i], entries, Base + TablesOffset + starts[i]);
            Damage?.Invoke("kallsyms_" + Parts[i], part);
            bytes.AddRange(part);
        }

        return [.. bytes];
    }

    private byte[] Part(string part, List<(ulong Address, string Text)> entries, ulong address)
    {
        ByteAssembler bytes = new(Order);
        switch (part)
        {
            case "num_syms":
                bytes.U32((ulong)entries.Count);
                break;
            case "names" or "markers":
                ByteAssembler names = new(Order);
                for (int i = 0; i < entries.Count; i++)
                {
                    if (i % 256 == 0 && part == "markers")
                    {
                        bytes.U32((ulong)names.Position);
                    }

                    // From 128 on a second byte has what seven bits cannot.
                    int length = entries[i].Text.Length;
                    if (length < 0x80)
                    {
                        names.U8((ulong)length);
                    }
                    else
                    {
                        names.U8((ulong)((length & 0x7f) | 0x80)).U8((ulong)length >> 7);
                    }

                    foreach (byte value in Encoding.ASCII.GetBytes(entries[i].Text))
                    {
                        names.U8(value);
                    }
                }

                return part == "names" ? names.ToArray() : bytes.ToArray();
            case "token_table" or "token_index":
                ByteAssembler table = new(Order);
                for (int code = 0; code < 256; code++)
                {
                    bytes.U16((ulong)table.Position);
                    _ = entries.Exists(entry => entry.Text.Contains((char)code)) ? table.U8((ulong)code).U8(0) : table.U8(0);
                }

                return part == "token_table" ? table.ToArray() : bytes.ToArray();
            case "offsets":
                foreach ((ulong target, _) in entries)
                {
                    ulong from = HasNumbers ? 0 : Release >= KallsymsRelease.Linux72 ? address + (ulong)bytes.Position : Base;
                    bytes.U32((uint)(target - from));
                }

                break;
            case "relative_base":
                bytes.Word(Is64, entries.Count > 0 && BaseRelocation is null ? Base : 0);
                break;
            default:
                foreach (int place in Enumerable.Range(0, entries.Count)
                    .OrderBy(i => entries[i].Text[1..], StringComparer.Ordinal).ThenBy(i => i))
                {
                    bytes.U8((ulong)place >> 16).U8((ulong)place >> 8).U8((ulong)place);
                }

                break;
        }

        return bytes.ToArray();
    }
}
