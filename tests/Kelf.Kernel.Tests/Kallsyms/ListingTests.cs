// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

/// <summary>What <c>nm -n</c> prints; of objects of all machines see tests/Differential/kallsyms-targets.sh.</summary>
public sealed class ListingTests
{
    private const ElfSectionFlags Allocated = ElfSectionFlags.Allocated;
    private const ElfSectionFlags Writable = ElfSectionFlags.Allocated | ElfSectionFlags.Writable;
    private const ElfSectionFlags Executable = ElfSectionFlags.Allocated | ElfSectionFlags.Executable;

    /// <summary>As BFD has them: an address of 32 bits is negative there.</summary>
    [Fact]
    public void Addresses_of_32_bit_mips_are_written_with_their_sign()
    {
        using NativeBuffer file = new ElfBuilder(ElfClass.Elf32, ByteOrder.Big, ElfMachine.Mips, ElfType.Executable)
            .Section(".text", new byte[16], flags: Executable)
            .With(".text", header => header with { Address = 0x80100000 })
            .Symbol("_text", ".text", 0x80100000)
            .Symbol("low", ElfSymbol.AbsoluteSection, 0x1234)
            .Symbol("nowhere", null, binding: ElfSymbolBinding.Weak)
            .BuildInMemory();
        ByteBuilder text = new();
        SysmapText.Write(ListingReader.Read(ElfFile.Parse(file.Contents)), text);
        Assert.Equal(
            "         w nowhere\n00001234 A low\nffffffff80100000 T _text\n", Encoding.ASCII.GetString(text.Bytes));
    }

    [Theory]
    [InlineData(ElfClass.Elf64, ByteOrder.Little, false)]
    [InlineData(ElfClass.Elf64, ByteOrder.Big, true)]
    [InlineData(ElfClass.Elf32, ByteOrder.Little, true)]
    [InlineData(ElfClass.Elf32, ByteOrder.Big, false)]
    public void Letters_and_order(ElfClass elfClass, ByteOrder order, bool extended)
    {
        ElfBuilder elf = new ElfBuilder(elfClass, order) { ForceExtendedIndices = extended }
            .Section(".text", new byte[16], flags: Executable)
            .Section(".data", new byte[16], flags: Writable)
            .Section(".odd", new byte[16], flags: Writable | ElfSectionFlags.Executable)
            .Section(".rodata", new byte[16], flags: Allocated)
            .Section(".bss", new byte[16], ElfSectionType.NoBits, Writable)
            .Section(".debug_x", new byte[16])
            .Section(".comment", new byte[16])
            .Section(".wild", new byte[16], flags: ElfSectionFlags.Writable)
            .Symbol("file.c", ElfSymbol.AbsoluteSection, binding: ElfSymbolBinding.Local, type: ElfSymbolType.File)
            .Symbol("section", ".text", binding: ElfSymbolBinding.Local, type: ElfSymbolType.Section)
            .Symbol("local", ".text", 3, binding: ElfSymbolBinding.Local)
            .Symbol("absolute", ElfSymbol.AbsoluteSection, 9, binding: ElfSymbolBinding.Local)
            .Symbol("debug", ".debug_x", 1, binding: ElfSymbolBinding.Local)
            .Symbol("note", ".comment", 1, binding: ElfSymbolBinding.Local)
            .Symbol("global", ".text", 2)
            .Symbol("data", ".data", 2)
            .Symbol("code_in_data", ".odd", 2)
            .Symbol("constant", ".rodata", 2)
            .Symbol("zeros", ".bss", 2)
            .Symbol("wild", ".wild", 2)
            .Symbol("common", ElfSymbol.CommonSection, 4)
            .Symbol("indirect", ".text", 2, type: ElfSymbolType.IndirectFunction)
            .Symbol("unique", ".data", 2, binding: ElfSymbolBinding.GnuUnique, type: ElfSymbolType.Object)
            .Symbol("weak", ".text", 2, binding: ElfSymbolBinding.Weak)
            .Symbol("weak_object", ".data", 2, binding: ElfSymbolBinding.Weak, type: ElfSymbolType.Object)
            .Symbol("zz_undefined", null)
            .Symbol("undefined", null)
            .Symbol("weak_undefined", null, binding: ElfSymbolBinding.Weak)
            .Symbol("weak_undefined_object", null, binding: ElfSymbolBinding.Weak, type: ElfSymbolType.Object)
            .Symbol("absolute_global", ElfSymbol.AbsoluteSection, 0xfffffff0)
            .Symbol("_same", ".text", 2)
            .Symbol("Same", ".text", 2);
        int digits = elfClass == ElfClass.Elf64 ? 16 : 8;
        string[] lines =
        [
            "U undefined", "w weak_undefined", "v weak_undefined_object", "U zz_undefined", "1 N debug", "1 n note",
            "2 T Same", "2 T _same", "2 T code_in_data", "2 R constant", "2 D data", "2 T global", "2 i indirect", "2 u unique",
            "2 W weak", "2 V weak_object", "2 ? wild", "2 B zeros", "3 t local", "4 C common", "9 a absolute",
            "fffffff0 A absolute_global",
        ];
        Assert.Equal(
            lines.Select(line => line.Split(' ') is [var value, var letter, var name]
                ? $"{value.PadLeft(digits, '0')} {letter} {name}" : $"{new string(' ', digits)} {line}"),
            List(elf).Split('\n')[..^1]);
    }

    [Theory]
    [InlineData(ElfMachine.Arm, "$a $a.1 $d $t", "$ $1 $ab")]
    [InlineData(ElfMachine.AArch64, "$x $x.1 $d $d.x", "$a $xy $")]
    [InlineData(ElfMachine.RiscV, "$x $d $xrv64i .Lx", "$a L0 .x")]
    [InlineData(ElfMachine.X8664, "", "$x $d .Lx")]
    public void Mapping_symbols_are_hidden(ElfMachine machine, string hidden, string shown)
    {
        ElfBuilder elf = new ElfBuilder(machine: machine).Section(".text", new byte[4], flags: Executable);
        foreach (string name in (hidden + " " + shown).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            elf.Symbol(name, ".text", binding: ElfSymbolBinding.Local);
        }

        Assert.Equal(
            shown.Split(' ').Order(StringComparer.Ordinal), List(elf).Split('\n')[..^1].Select(line => line.Split(' ')[2]));
    }

    [Theory]
    [InlineData(ElfMachine.PowerPc64, "0000000000000000 G data\n0000000000000001 S zeros\n")]
    [InlineData(ElfMachine.Mips, "0000000000000000 D data\n0000000000000001 B zeros\n")]
    public void Small_data_of_PowerPC_has_letters_of_its_own(ElfMachine machine, string expected) => Assert.Equal(
        expected,
        List(new ElfBuilder(machine: machine).Section(".sdata", new byte[4], flags: Writable)
            .Section(".sbss", new byte[4], ElfSectionType.NoBits, Writable).Symbol("data", ".sdata").Symbol("zeros", ".sbss", 1)));

    [Theory]
    [InlineData(ElfMachine.Arm, "0000000000000002 T f\n0000000000000004 i g\n0000000000000007 T h\n")]
    [InlineData(ElfMachine.Mips, "0000000000000002 T f\n0000000000000005 i g\n0000000000000007 T h\n")]
    [InlineData(ElfMachine.X8664, "0000000000000003 T f\n0000000000000005 i g\n0000000000000007 T h\n")]
    public void Functions_are_at_the_address_of_their_first_byte(ElfMachine machine, string expected) => Assert.Equal(
        expected,
        List(new ElfBuilder(machine: machine).Section(".text", new byte[8], flags: Executable)
            .Symbol("f", ".text", 3, type: ElfSymbolType.Function)
            .Symbol("g", ".text", 5, type: ElfSymbolType.IndirectFunction)
            .Symbol("h", ".text", 7)));

    [Fact]
    public void Damaged_tables_are_refused()
    {
        ElfBuilder Elf() => new ElfBuilder().Section(".text", new byte[4], flags: Executable).Symbol("f", ".text");
        Assert.Equal(
            "a.o: no symbol table (.symtab): give the image as it was linked, before strip",
            Assert.Throws<RefusedException>(() => List(Elf().With(".symtab", header => header with { Type = 1 }))).Message);
        Assert.Matches(
            @"^a.o: .symtab\+0x18: name offset 0x[0-9a-f]+ of symbol 1 is outside",
            Refused(Elf().With(".strtab", header => header with { Size = 1 })));
        Assert.Equal(
            "a.o: .symtab+0x18: section 77 of symbol 1 does not exist: there are 5",
            Refused(new ElfBuilder().Section(".text", new byte[4]).Symbol("f", 77u)));
        Assert.Contains(
            "sh_entsize", Refused(Elf().With(".symtab", header => header with { EntrySize = 23 })), StringComparison.Ordinal);
        Assert.Contains(
            "are both symbol tables", Refused(Elf().With(".text", header => header with { Type = 2 })), StringComparison.Ordinal);
    }

    /// <summary>A table of thousands of names that overlap costs no gigabytes.</summary>
    [Fact]
    public void Names_that_overlap_without_end_are_refused()
    {
        ElfBuilder elf = new ElfBuilder().Section(".text", new byte[4]);
        for (int i = 0; i < 20_000; i++)
        {
            elf.Symbol(new string('x', 200), ".text", (ulong)i);
        }

        // The builder writes each name once.
        Assert.Contains("names of symbols overlap", Refused(elf), StringComparison.Ordinal);
    }

    private static string List(ElfBuilder elf)
    {
        using NativeBuffer file = elf.BuildInMemory();
        ByteBuilder text = new();
        SysmapText.Write(ListingReader.Read(ElfFile.Parse(file.Contents)), text);
        return Encoding.Latin1.GetString(text.Bytes);
    }

    private static string Refused(ElfBuilder elf) => Assert.Throws<MalformedFileException>(() => List(elf)).Message;
}
