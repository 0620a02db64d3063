// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Sorttable;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Sorttable;

/// <summary>What is refused, with the whole message.</summary>
public sealed class RefusedImageTests
{
    private static readonly KernelImage Image = new()
    {
        Functions = [new("f", 0xffff_ffff_8100_0000, 64)],
        Exceptions = [(0xffff_ffff_8100_0004, 0xffff_ffff_8100_0000, 1)],
        Orc = [(0xffff_ffff_8100_0000, new byte[6]), (0xffff_ffff_8100_0004, [0, 0, 0, 0, 5, 2])],
        Mcount = [0xffff_ffff_8100_0008, 0xffff_ffff_8100_0000],
    };

    public static TheoryData<string, string> Broken { get; } = new()
    {
        { "exceptions", "vmlinux: __ex_table+0x0: 0xb bytes are no multiple of the 12 bytes of an exception entry" },
        { "orc addresses", "vmlinux: .orc_unwind_ip+0x0: 0x7 bytes are no multiple of the 4 bytes of an ORC address" },
        { "orc entries", "vmlinux: .orc_unwind+0x0: 0xb bytes are no multiple of the 6 bytes of an ORC entry" },
        { "orc counts", "vmlinux: .orc_unwind_ip+0x0: 2 ORC addresses stand beside 1 ORC entries" },
        { "no bytes", "vmlinux: __ex_table+0x0: the section has no bytes in the file" },
        { "compressed", "vmlinux: __ex_table+0x0: the kernel uses the section in place, but it is compressed" },
        { "two tables", "vmlinux: sections 2 and 3 are both called __ex_table" },
        { "overlap", "vmlinux: +0x90: __ex_table and .orc_unwind_ip have bytes in common" },
        { "over header", "vmlinux: +0x0: __ex_table and the ELF header have bytes in common" },
        { "mcount odd", "vmlinux: .init.data+0x0: the 0xc bytes of tracer call addresses are no multiple of 8, or too many" },
        { "mcount outside", "vmlinux: no section holds the tracer call addresses from 0x10 to 0x20" },
        { "mcount backwards", "vmlinux: no section holds the tracer call addresses from 0x20 to 0x10" },
        { "flag outside", "vmlinux: .text+0x0: main_extable_sort_needed at address 0xffffffff8100003e lies outside its section (0x40 bytes at 0xffffffff81000000)" },
        { "flag section", "vmlinux: section of main_extable_sort_needed is 4660, but there are 9 sections" },
        { "function section", "vmlinux: .symtab+0x60: section 4660 of symbol 4 is not below 9" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Malformed(string what, string message)
    {
        byte[] file = Break(what).Build();
        Assert.Equal(message, Assert.Throws<MalformedFileException>(() => SortedImage.Plan(file)).Message);
    }

    [Theory]
    [InlineData("no exceptions", "vmlinux: no exception table (__ex_table): this is not a kernel image")]
    [InlineData("no flag", "vmlinux: no variable main_extable_sort_needed: this is not a kernel image that sorts at build time")]
    [InlineData("absolute flag", "vmlinux: variable main_extable_sort_needed lies in no section")]
    [InlineData("one orc table", "vmlinux: no section .orc_unwind_ip: the ORC tables are incomplete")]
    [InlineData("no start", "vmlinux: no symbol __start_mcount_loc: the addresses of tracer calls have no bounds")]
    [InlineData("no stop", "vmlinux: no symbol __stop_mcount_loc: the addresses of tracer calls have no bounds")]
    [InlineData("no functions", "vmlinux: no function in the symbol table has a size: which tracer calls are of dropped ones is not known")]
    [InlineData("no symbols", "vmlinux: no symbol table (.symtab): the image is stripped; sort it before")]
    [InlineData("object", "vmlinux: ELF type 1 is not that of a linked image (2 or 3); sort after the last link")]
    public void Refused(string what, string message)
    {
        byte[] file = Break(what).Build();
        Assert.Equal(message, Assert.Throws<RefusedException>(() => SortedImage.Plan(file)).Message);
    }

    [Fact]
    public void What_is_asked_for_has_to_be_there()
    {
        byte[] file = (Image with { Orc = null, Mcount = null }).ToElf().Build();
        Assert.Equal(
            "vmlinux: no section .orc_unwind_ip: the ORC tables are incomplete",
            Assert.Throws<RefusedException>(() => SortedImage.Plan(file, new SorttableOptions { Orc = true })).Message);
        Assert.Equal(
            "vmlinux: no symbol __start_mcount_loc: the addresses of tracer calls have no bounds",
            Assert.Throws<RefusedException>(() => SortedImage.Plan(file, new SorttableOptions { Mcount = true })).Message);
    }

    [Fact]
    public void Nothing_to_sort_is_no_error()
    {
        SortedImage sorted = SortedImage.Of(new KernelImage { Orc = [], Mcount = [] });
        Assert.Equal((new TableCount(0, 0), new TableCount(0, 0), new McountCount(0, 0, null)),
            (sorted.Result.Exceptions, sorted.Result.Orc, sorted.Result.Mcount));
        Assert.Single(sorted.Result.Edits);
    }

    [Fact]
    public void The_flag_may_be_found_through_an_extended_section_index()
    {
        byte[] file = Image.ToElf().Build();
        byte[] extended = Image.ToElf(forceExtendedIndices: true).Build();
        Assert.NotEqual(file.Length, extended.Length);
        Assert.Equal(SortedImage.Of(file).Hex(".init.data", 8), SortedImage.Of(extended).Hex(".init.data", 8));
    }

    [Theory]
    [InlineData("type", "vmlinux: .rela.init.data+0x18: relocation 1 of a tracer call address has r_info 0x101, which is not 0x403")]
    [InlineData("part", "vmlinux: .rela.init.data+0x30: relocation 2 is for a part of a tracer call address")]
    [InlineData("twice", "vmlinux: .rela.init.data+0x30: tracer call address 0 has a relocation already")]
    [InlineData("missing", "vmlinux: .init.data+0x0: 1 relocations are there for 2 tracer call addresses")]
    public void Malformed_relocations(string what, string message)
    {
        KernelImage image = Image with
        {
            Machine = ElfMachine.AArch64, Orc = null, McountByRelocation = what is "part" or "twice",
        };
        ulong start = 0xffff_ffff_8100_0050;
        ElfBuilder elf = image.ToElf();
        _ = what switch
        {
            "type" => elf.Relocate(".init.data", start, 0x403, "").Relocate(".init.data", start + 8, 0x101, ""),
            "part" => elf.Relocate(".init.data", start + 4, 0x403, ""),
            "twice" => elf.Relocate(".init.data", start, 0x403, ""),
            _ => elf.Relocate(".init.data", start + 8, 0x403, ""),
        };
        byte[] file = elf.Build();
        Assert.Equal(message, Assert.Throws<MalformedFileException>(() => SortedImage.Plan(file)).Message);
    }

    private static ElfBuilder Break(string what) => what switch
    {
        "exceptions" => Image.ToElf().With("__ex_table", header => header with { Size = 11 }),
        "orc addresses" => Image.ToElf().With(".orc_unwind_ip", header => header with { Size = 7 }),
        "orc entries" => Image.ToElf().With(".orc_unwind", header => header with { Size = 11 }),
        "orc counts" => Image.ToElf().With(".orc_unwind", header => header with { Size = 6 }),
        "no bytes" => Image.ToElf().With("__ex_table", header => header with { Type = (uint)ElfSectionType.NoBits }),
        "compressed" => Image.ToElf().With("__ex_table", header => header with { Flags = (ulong)ElfSectionFlags.Compressed }),
        "two tables" => Image.ToElf().With(".orc_unwind_ip", header => header with { Name = NameOf("__ex_table") }),
        "overlap" => Image.ToElf().With("__ex_table", header => header with { Size = 24 }),
        "over header" => Image.ToElf().With("__ex_table", header => header with { Offset = 0 }),
        // Local symbols come first.
        "mcount odd" => Image.ToElf().Symbol(
            "__stop_mcount_loc", ".init.data", 0xffff_ffff_8100_006c, binding: ElfSymbolBinding.Local),
        "mcount outside" => Mcount(0x10, 0x20),
        "mcount backwards" => Mcount(0x20, 0x10),
        "flag outside" => Flag(1, 0xffff_ffff_8100_003e),
        "flag section" => Flag(0x1234, 0),
        "function section" => (Image with { Functions = [] }).ToElf().Symbol("f", 0x1234u, 0, 1),
        "no exceptions" => Image.ToElf().With("__ex_table", header => header with { Name = 0 }),
        "no flag" => (Image with { SortNeeded = null }).ToElf(),
        "absolute flag" => Flag(ElfSymbol.AbsoluteSection, 0),
        "one orc table" => Image.ToElf().With(".orc_unwind_ip", header => header with { Name = 0 }),
        "no start" => (Image with { Mcount = null }).ToElf().Symbol("__stop_mcount_loc", ".init.data"),
        "no stop" => (Image with { Mcount = null }).ToElf().Symbol("__start_mcount_loc", ".init.data"),
        "no functions" => (Image with { Functions = [new("f", 0xffff_ffff_8100_0000, 0)] }).ToElf(),
        "no symbols" => Image.ToElf().With(".symtab", header => header with { Type = 1 }),
        "object" => (Image with { Type = ElfType.Relocatable }).ToElf(),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };

    private static ElfBuilder Mcount(ulong start, ulong stop) => (Image with { Mcount = null }).ToElf()
        .Symbol("__start_mcount_loc", ".init.data", start).Symbol("__stop_mcount_loc", ".init.data", stop);

    private static ElfBuilder Flag(uint section, ulong value) => (Image with { SortNeeded = null }).ToElf()
        .Symbol("main_extable_sort_needed", section, value, 4, type: ElfSymbolType.Object);

    // The name table holds the names in the order of the sections, after an empty one.
    private static uint NameOf(string section)
    {
        Assert.Equal("__ex_table", section);
        return 1 + (uint)".text\0".Length;
    }
}
