// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Mcount;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Kernel.Tests.Mcount;

/// <summary>Small objects with calls of the tracer, and their tables as text.</summary>
internal static class McountTestObjects
{
    public const ElfSectionFlags Code = ElfSectionFlags.Allocated | ElfSectionFlags.Executable;

    /// <summary>What gcc -O2 -pg -mfentry makes of five functions, three of them in <c>.text</c>.</summary>
    public static ElfBuilder Five()
    {
        byte[] text = new byte[0x54];
        text[0] = text[0x20] = text[0x30] = 0xe8;
        ElfBuilder elf = new ElfBuilder()
            .Section(".text", text, flags: Code)
            .Section(".sched.text", [0xe8, 0, 0, 0, 0, 0xc3], flags: Code)
            .Section(".noinstr.text", [0xe8, 0, 0, 0, 0, 0xc3], flags: Code)
            .Section(".eh_frame", new byte[8], flags: ElfSectionFlags.Allocated)
            .Symbol("beta", ".text", 0, 0x14, type: ElfSymbolType.Function)
            .Symbol("alpha", ".text", 0x20, 0x10, type: ElfSymbolType.Function)
            .Symbol("omega", ".text", 0x30, 0x14, ElfSymbolBinding.Weak, ElfSymbolType.Function)
            .Symbol("gamma", ".sched.text", 0, 6, type: ElfSymbolType.Function)
            .Symbol("delta", ".noinstr.text", 0, 6, type: ElfSymbolType.Function)
            .Symbol("__fentry__", null);
        foreach ((string section, ulong place) in new[]
            { (".text", 1ul), (".text", 0x21ul), (".text", 0x31ul), (".sched.text", 1ul), (".noinstr.text", 1ul) })
        {
            elf.Relocate(section, place, 4, "__fentry__", -4);
        }

        return elf.Relocate(".eh_frame", 0, 2, ".text");
    }

    /// <summary>The object after the tool, as bytes.</summary>
    public static byte[] Run(byte[] bytes, McountOptions options)
    {
        using NativeBuffer image = InMemory.File(bytes);
        using MemoryStream output = new();
        McountTool.Run(image.Contents, options).Output.WriteTo(run => output.Write(run));
        return output.ToArray();
    }

    /// <summary>
    /// The table of an object: <c>place type symbol addend</c> for each record, or the word of the table for the addend.
    /// A section symbol is named as its section.
    /// </summary>
    public static IReadOnlyList<string> Table(byte[] bytes)
    {
        using NativeBuffer image = InMemory.File(bytes);
        ElfFile elf = ElfFile.Parse(image.Contents);
        if (!elf.TryFindSection("__mcount_loc", out ElfSection? table))
        {
            return [];
        }

        ElfSection records = elf.Sections.ToArray().Single(section => section.Info == table.Index.Value
            && section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends
            && section.Name.EndsWith("__mcount_loc", StringComparison.Ordinal));
        ElfRelocationTable relocations = elf.Relocations(records);
        ElfSymbolTable symbols = elf.Symbols(elf.Sections[(int)records.Link]);
        List<string> lines = [];
        for (long i = 0; i < relocations.Count; i++)
        {
            ElfRelocation relocation = relocations[i];
            ElfSymbol symbol = symbols[(int)relocation.SymbolIndex];
            string name = symbol.Type == ElfSymbolType.Section
                ? elf.Sections[(int)symbol.SectionNumber].Name
                : System.Text.Encoding.ASCII.GetString(symbols.NameOf(symbol));
            Cursor word = elf.Contents(table).Read(elf.ByteOrder, relocation.Offset);
            ulong inPlace = word.Offset(elf.Class == ElfClass.Elf64);
            long addend = relocations.HasAddends && inPlace == 0 ? relocation.Addend : (long)inPlace;
            lines.Add($"{relocation.Offset:x} {relocation.Type} {name} {addend}");
        }

        return lines;
    }

    /// <summary>The relocations of a section as <c>type:symbol</c>.</summary>
    public static IReadOnlyList<string> Relocations(byte[] bytes, string section)
    {
        using NativeBuffer image = InMemory.File(bytes);
        ElfFile elf = ElfFile.Parse(image.Contents);
        Assert(elf.TryFindSection(section, out ElfSection? records));
        ElfRelocationTable relocations = elf.Relocations(records!);
        ElfSymbolTable symbols = elf.Symbols(elf.Sections[(int)records!.Link]);
        List<string> lines = [];
        for (long i = 0; i < relocations.Count; i++)
        {
            ElfSymbol symbol = symbols[(int)relocations[i].SymbolIndex];
            string name = System.Text.Encoding.ASCII.GetString(symbols.NameOf(symbol));
            lines.Add($"{relocations[i].Type}:{name}");
        }

        return lines;
    }

    /// <summary>The bytes of a section.</summary>
    public static byte[] Contents(byte[] bytes, string section)
    {
        using NativeBuffer image = InMemory.File(bytes);
        ElfFile elf = ElfFile.Parse(image.Contents);
        Assert(elf.TryFindSection(section, out ElfSection? found));
        return elf.Contents(found!).Span().ToArray();
    }

    private static void Assert(bool isFound) => Xunit.Assert.True(isFound);
}
