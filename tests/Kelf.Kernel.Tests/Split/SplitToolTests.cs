// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Split;
using Kelf.Kernel.Tests.Relocs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Split;

/// <summary>What stays of an image, and what is refused.</summary>
public sealed class SplitToolTests
{
    private const ElfSectionFlags Loaded = ElfSectionFlags.Allocated | ElfSectionFlags.Writable;

    [Theory]
    [InlineData(ImageLayout.Reuse)]
    [InlineData(ImageLayout.Compact)]
    public void Module_information_in_the_middle_becomes_zeros(ImageLayout layout)
    {
        ElfBuilder elf = Image("Middle").Section(".modinfo", "a.x=1\0"u8.ToArray(), flags: ElfSectionFlags.Allocated)
            .Section(".behind", [1, 2, 3], flags: Loaded).Load(".text", ".behind");
        using SplitResult result = SplitResult.Of(elf.Build(), layout);
        Assert.Equal([".modinfo is not at the end of its segment: its 0x6 bytes become zeros"], result.Plan.Warnings.Select(warning => warning.Text));
        ElfSegment segment = Assert.Single(result.After.ReadSegments());
        Assert.Equal(Assert.Single(result.Before.ReadSegments()), segment);
        Assert.False(result.After.TryFindSection(".modinfo", out _));
        result.Before.TryFindSection(".modinfo", out ElfSection? gone);
        Assert.Equal(new byte[6], result.After.Image.Span(gone!.Offset, 6).ToArray());
        Assert.Equal([1, 2, 3], result.Contents(".behind"));
    }

    [Fact]
    public void A_segment_ends_where_what_stays_ends()
    {
        ElfBuilder elf = Image("End").Section(".bss", new byte[0x40], ElfSectionType.NoBits, Loaded)
            .Section(".modinfo", "a.x=1\0"u8.ToArray(), flags: ElfSectionFlags.Allocated).Load(".text", ".modinfo");
        using SplitResult result = SplitResult.Of(elf.Build(), ImageLayout.Reuse);
        ElfSegment segment = Assert.Single(result.After.ReadSegments());
        Assert.Equal((0x20ul, 0x60ul), (segment.FileSize, segment.MemorySize));
        Assert.Empty(result.Plan.Warnings);
        Assert.Equal(0x40ul, result.Plan.Savings.DeadBytes);
    }

    [Fact]
    public void A_segment_does_not_become_empty() => Refused(
        "program header 1 has no section but .modinfo: nothing would remain of it",
        Image("x").Section(".modinfo", "a.x=1\0"u8.ToArray(), flags: ElfSectionFlags.Allocated)
            .Load(".text", ".text").Load(".modinfo", ".modinfo"));

    [Fact]
    public void More_headers_and_sections_than_any_linker_makes()
    {
        ElfBuilder elf = Image("x");
        for (int i = 0; i < 0x1000; i++)
        {
            elf.Section($".s{i}", []).Load(".text", ".text");
        }

        // Beside .s*: the empty section, .text, .symtab, .strtab and .shstrtab.
        Refused("4096 program headers and 4101 sections: no linker makes so many of both", elf);
    }

    [Fact]
    public void What_stays_may_not_refer_to_what_goes()
    {
        Refused(
            "section 2 (.points) refers to .modinfo, which is to be removed",
            Image("x").Section(".points", [0]).Section(".modinfo", [0]).With(".points", header => header with { Link = 3 }));
        Refused(
            "section 2 (.points) refers to .modinfo, which is to be removed",
            Image("x").Section(".points", [0], flags: ElfSectionFlags.InfoLink).Section(".modinfo", [0])
                .With(".points", header => header with { Info = 3 }));
        Refused(
            "section 2 (.group) is a group, which only unlinked files have", Image("x").Section(".group", [0], ElfSectionType.Group));
    }

    [Theory]
    [InlineData(".symtab")]
    [InlineData(".strtab")]
    [InlineData(".shstrtab")]
    public void What_would_move_may_not_be_loaded(string name)
    {
        // Found by the fuzzer: the result had two sections in one place.
        Exception error = Refusal(Image("x").Section(".modinfo", [0]).With(name, header => header with { Flags = 2 }));
        Assert.EndsWith($"({name}) is loaded, and would have to move", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_sections_are_a_string_table()
    {
        // Found by the fuzzer: the names were neither kept nor written anew.
        foreach (ElfSectionType type in new[] { ElfSectionType.Null, ElfSectionType.NoBits, ElfSectionType.ProgramBits })
        {
            Refused(
                "section 5, with the names of sections, is not a string table",
                Image("x").Section(".modinfo", [0]).With(".shstrtab", header => header with { Type = (uint)type }));
        }
    }

    [Fact]
    public void Alignments_have_a_limit() => Refused(
        "section 4 (.strtab) asks for an alignment of 0x8000000000000000, and no linker gives more than 0x40000000",
        Image("x").Section(".modinfo", [0]).With(".strtab", header => header with { Alignment = 1ul << 63 }));

    [Fact]
    public void References_follow_the_new_numbers()
    {
        ElfBuilder elf = Image("x").Section(".modinfo", [0])
            .Section(".target", [1], flags: Loaded)
            .Section(".order", [2], flags: ElfSectionFlags.LinkOrder)
            .Section(".info", [3], flags: ElfSectionFlags.InfoLink)
            .With(".order", header => header with { Link = 3 }).With(".info", header => header with { Info = 3, Link = 0 })
            .Symbol("there", ".target", 7, 1, type: ElfSymbolType.Object);
        using SplitResult result = SplitResult.Of(elf.Build(), ImageLayout.Compact);
        uint target = result.Section(".target").Index.Value;
        Assert.Equal(2u, target);
        Assert.Equal(target, result.Section(".order").Link);
        Assert.Equal((target, 0u), (result.Section(".info").Info, result.Section(".info").Link));
        ElfSymbolTable symbols = result.After.Symbols(result.Section(".symtab"));
        Assert.Equal(target, symbols[symbols.Count - 1].SectionNumber);
        Assert.Equal(result.Section(".strtab").Index.Value, result.Section(".symtab").Link);
        Assert.Equal(result.Section(".shstrtab").Index.Value, result.After.NamesIndex);
    }

    [Theory]
    [InlineData(ImageLayout.Reuse)]
    [InlineData(ImageLayout.Compact)]
    public void Seventy_thousand_sections(ImageLayout layout)
    {
        const int Count = 70_000;
        ElfBuilder elf = Image("many").Section(".modinfo", "a.x=1\0"u8.ToArray());
        for (int i = 0; i < Count; i++)
        {
            elf.Section(".s", [(byte)i]);
        }

        elf.Section(".last", [42]).Symbol("last", ".last", 5).Symbol("gone", ".modinfo", binding: ElfSymbolBinding.Local)
            .Relocate(".text", KernelSketch.Start64 + 8, 1, "last");
        using SplitResult result = SplitResult.Of(elf.Build(), layout);
        // The null section, .text, .s, .last, .symtab, .symtab_shndx, .strtab, .shstrtab; without .modinfo and .rela.text.
        Assert.Equal(Count + 7, result.After.Sections.Length);
        Assert.Equal(0, result.After.Header.SectionCount);
        Assert.Equal([42], result.Contents(".last"));
        ElfSymbolTable symbols = result.After.Symbols(result.Section(".symtab"));
        ElfSymbol last = symbols[symbols.Count - 1];
        Assert.Equal("last"u8.ToArray(), symbols.NameOf(last).ToArray());
        Assert.Equal((result.Section(".last").Index.Value, 5ul), (last.SectionNumber, last.Value));
        Assert.Equal((uint)symbols.Count - 2, result.Section(".symtab").Info);
        Assert.Equal(result.Section(".symtab").Index.Value, result.Section(".symtab_shndx").Link);
    }

    [Fact]
    public void Numbers_that_fit_again_after_splitting()
    {
        // 0xff01 sections with .modinfo and .rela.text, 0xfeff without: from extended numbers to ordinary ones.
        ElfBuilder elf = Image("many").Section(".modinfo", [0]);
        for (int i = 0; i < 0xff01 - 9; i++)
        {
            elf.Section(".s", []);
        }

        elf.Section(".last", [42]).Symbol("last", ".last", 5).Relocate(".text", KernelSketch.Start64 + 8, 1, "last");
        byte[] linked = elf.Build();
        using SplitResult result = SplitResult.Of(linked, ImageLayout.Reuse);
        Assert.True(result.Before.Header.SectionCount == 0 && result.Before.Sections.Length >= 0xff00);
        Assert.Equal(result.After.Sections.Length, result.After.Header.SectionCount == 0 ? -1 : result.After.Header.SectionCount);
        Assert.Equal((0ul, 0u), (result.After.Sections[0].Size, result.After.Sections[0].Link));
        Assert.Equal(0xffff, linked[62] | (linked[63] << 8));
    }

    [Theory]
    [InlineData(ImageLayout.GnuObjcopy, RelocationRules.Linux612, ".text runtime_x .relaruntime_x .modinfo .symtab .strtab .shstrtab", true)]
    [InlineData(ImageLayout.LlvmObjcopy, RelocationRules.Linux61, ".text runtime_x .relaruntime_x .modinfo .symtab .strtab .shstrtab", true)]
    [InlineData(ImageLayout.GnuObjcopy, RelocationRules.Linux73, ".text runtime_x .symtab .strtab .shstrtab", false)]
    [InlineData(ImageLayout.Compact, RelocationRules.Linux612, ".text runtime_x .symtab .strtab .shstrtab", false)]
    public void What_objcopy_takes_out_is_that_of_the_release(ImageLayout layout, RelocationRules rules, string sections, bool hasDeviceTable)
    {
        ElfBuilder elf = new ElfBuilder(type: ElfType.Executable) { LoadAddress = 0x1000000, SegmentAlignment = 0x1000 }
            .Section(".text", new byte[0x20], flags: Loaded)
            .Section(".modinfo", "a.x=1\0"u8.ToArray(), flags: ElfSectionFlags.Allocated)
            .Section("runtime_x", new byte[0x10], flags: Loaded)
            .Symbol("there", ".text").Symbol("__mod_device_table__x", ".text", binding: ElfSymbolBinding.Local, type: ElfSymbolType.Object)
            .Relocate(".text", 8, 1, "there").Relocate("runtime_x", 0, 1, "there").Load(".text", "runtime_x");
        using SplitResult result = SplitResult.Of(elf.Build(), new SplitOptions { Layout = layout, Rules = rules });
        Assert.Equal(sections.Split(' ').Order(), result.After.Sections.ToArray().Skip(1).Select(section => section.Name).Order());
        ElfSymbolTable symbols = result.After.Symbols(result.Section(".symtab"));
        Assert.Equal(hasDeviceTable ? 3 : 2, symbols.Count);
        Assert.Equal("there"u8.ToArray(), symbols.NameOf(symbols[symbols.Count - 1]).ToArray());
    }

    [Fact]
    public void Objcopy_would_move_a_segment() => Assert.Equal(
        "vmlinux: objcopy would move its program header 0 from 0x78 to 0x1000: use --layout reuse, which has the same contents as objcopy's result",
        Assert.Throws<RefusedException>(() => SplitResult.Of(
            Patched(Image("x").Load(".text", ".text").Build(), 64 + 48, 0x1000), ImageLayout.GnuObjcopy).Dispose()).Message);

    [Theory]
    [InlineData(ImageLayout.GnuObjcopy)]
    [InlineData(ImageLayout.LlvmObjcopy)]
    public void A_segment_that_loads_the_headers(ImageLayout layout)
    {
        byte[] image = Image("x").Load(".text", ".text").Build();
        Patched(Patched(Patched(image, 64 + 8, 0), 64 + 16, KernelSketch.Start64 - 0x78), 64 + 32, 0x98);
        Assert.Equal(
            "vmlinux: its program header 0 loads the headers of the file, which a kernel's does not: use --layout reuse, which has "
                + "the same contents as objcopy's result",
            Assert.Throws<RefusedException>(() => SplitResult.Of(image, layout).Dispose()).Message);
    }

    [Theory]
    [InlineData(8, ".text", ".modinfo", ".last", "change more of its program header 0 than sizes")]
    [InlineData(0x1000, ".text", ".text", ".modinfo", "change more of its program header 1 than sizes")]
    [InlineData(0x1000, ".text", ".modinfo", ".last", "move its program header 1 from 0x20d0 to 0xd0")]
    public void Gnu_objcopy_would_make_other_headers(int alignment, string first, string firstEnd, string second, string what)
    {
        byte[] image = new ElfBuilder(type: ElfType.Executable) { LoadAddress = 0x1000000, SegmentAlignment = (ulong)alignment }
            .Section(".text", new byte[0x20], flags: Loaded)
            .Section(".modinfo", new byte[0x2000], flags: ElfSectionFlags.Allocated)
            .Section(".last", new byte[8], flags: Loaded)
            .Symbol("there", ".text").Load(first, firstEnd).Load(second, ".last").Build();
        Assert.Equal(
            $"vmlinux: objcopy would {what}: use --layout reuse, which has the same contents as objcopy's result",
            Assert.Throws<RefusedException>(() => SplitResult.Of(image, ImageLayout.GnuObjcopy).Dispose()).Message);
        SplitResult.Of(image, ImageLayout.LlvmObjcopy).Dispose();
    }

    [Theory]
    [InlineData(ImageLayout.GnuObjcopy)]
    [InlineData(ImageLayout.LlvmObjcopy)]
    public void A_program_header_outside_the_file(ImageLayout layout) => Assert.EndsWith(
        "program header 0, 0xfffffffffffffff0 bytes at 0x78, reaches outside the file (568 bytes)",
        Assert.Throws<MalformedFileException>(() => SplitResult.Of(
            Patched(Image("x").Load(".text", ".text").Build(), 64 + 32, ulong.MaxValue - 15), layout).Dispose()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Program_headers_in_the_header() => Assert.EndsWith(
        "the program headers, at 0x8, share bytes of the ELF header",
        Assert.Throws<MalformedFileException>(() => SplitResult.Of(
            Patched(Image("x").Load(".text", ".text").Build(), 32, 8), ImageLayout.Reuse).Dispose()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_segment_of_bytes_that_are_no_sections()
    {
        const int Second = 64 + 56;
        byte[] image = Image("x").Load(".text", ".text").Load(".text", ".text").Build();
        Patched(Patched(Patched(image, Second + 8, 0xd0), Second + 16, 0xd0), Second + 32, 0x100);
        Assert.Equal(
            "vmlinux: objcopy would leave out bytes of its program header 1 that are no section's: use --layout reuse, which has "
                + "the same contents as objcopy's result",
            Assert.Throws<RefusedException>(() => SplitResult.Of(image, ImageLayout.GnuObjcopy).Dispose()).Message);
    }

    [Fact]
    public void An_empty_section_outside_the_file() => Assert.EndsWith(
        "section 2 (.empty) of 0x0 bytes reaches outside the file (632 bytes)",
        Assert.Throws<MalformedFileException>(() => SplitResult.Of(
            Image("x").Section(".empty", [], flags: Loaded).With(".empty", header => header with { Offset = 1ul << 63 })
                .Load(".text", ".text").Build(), ImageLayout.GnuObjcopy).Dispose()).Message,
        StringComparison.Ordinal);

    private static byte[] Patched(byte[] image, int offset, ulong value)
    {
        BitConverter.GetBytes(value).CopyTo(image, offset);
        return image;
    }

    private static ElfBuilder Image(string symbol) =>
        new ElfBuilder(type: ElfType.Executable) { LoadAddress = KernelSketch.Start64 - 0x78, RelocationsLast = true }
            .Section(".text", new byte[0x20], flags: Loaded)
            .With(".text", header => header with { Address = KernelSketch.Start64 - 0x78 + header.Offset })
            .Symbol(symbol, ".text", KernelSketch.Start64);

    private static void Refused(string message, ElfBuilder elf) => Assert.Equal($"vmlinux: {message}", Refusal(elf).Message);

    private static RefusedException Refusal(ElfBuilder elf) =>
        Assert.Throws<RefusedException>(() => SplitResult.Of(elf.Build(), ImageLayout.Reuse).Dispose());
}
