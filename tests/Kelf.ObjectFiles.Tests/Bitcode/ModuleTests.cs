// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bitcode;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bitcode;

/// <summary>What is read from modules themselves.</summary>
public sealed class ModuleTests
{
    [Fact]
    public void Globals_have_flags_by_their_linkage()
    {
        BitcodeBuilder builder = new BitcodeBuilder { TableVersion = null }
            .Function("external").Function("declared", isDeclared: true).Function("inline", 12).Function("private", 9)
            .Variable("internal", 3).Variable("common", 8).Variable("weak", 7, isDeclared: true)
            .Variable("llvm.used", 2).Variable("kept", 3, section: "llvm.metadata").Function("\u0001as-is", 19);
        Assert.Equal(
            [
                "external|external|Global, Executable|",
                "declared|declared|Undefined, Global, Executable|",
                "inline|inline|Undefined, Global, Executable|",
                "private|private|FormatSpecific, Executable|",
                "internal|internal|None|",
                "common|common|Common, Global|",
                "weak|weak|Undefined, Weak, Global|",
                "llvm.used|llvm.used|Global, FormatSpecific|",
                "kept|kept|FormatSpecific|llvm.metadata",
                "as-is|\u0001as-is|Weak, Global, Executable|",
            ],
            BitcodeText.Symbols(builder.Build()));
    }

    [Theory]
    [InlineData("a: b:c:\nd : e:", "a b c d e")]
    [InlineData(".section x; \t one: .long 1; two:", "one two")]
    [InlineData("# no:\n// no:\n/* no: */ yes: /* no:\n */ nop // no:\n nop; also:", "also yes")]
    [InlineData(".ascii \"no: ; no:\\\" ; no:\"; yes:", "yes")]
    [InlineData("\"quoted name\": nop", "quoted name")]
    [InlineData("1: jmp 1b\n", "")]
    [InlineData("call f\njmp g; nop", "")]
    [InlineData("x = 4\n.set y, 5; .equ z, 6", "x y z")]
    [InlineData(".globl a, b\n.weak c; a: c:\n.global d\n", "a+Global c+Weak, Global")]
    [InlineData("a: a:", "a")]
    [InlineData("\"\n\"no", "")]
    [InlineData("/*", "")]
    [InlineData(".ascii \"\\", "")]
    [InlineData("", "")]
    public void Labels_of_assembly_are_found(string assembly, string symbols)
    {
        BitcodeBuilder builder = new() { TableVersion = null, Assembly = assembly };
        IEnumerable<string> found = BitcodeText.Symbols(builder.Build()).Select(line =>
            line.Replace("||Executable|", "").Replace(", Executable|", "").Replace("||", "+"));
        Assert.Equal(symbols, string.Join(' ', found));
    }

    [Fact]
    public void A_module_says_what_it_is()
    {
        using NativeBuffer buffer = InMemory.File(new BitcodeBuilder().Function("f").Build());
        BitcodeModule module = Assert.Single(BitcodeFile.Parse(buffer.Contents).Modules);
        ModuleDescription description = module.Describe();
        Assert.Equal(("TEST1.0", "x86_64-linux", "a.c"), (module.Producer, description.Triple, description.SourceFileName));
        Assert.Equal([1u, 2, 3, 4, 5], description.Hash);
    }

    [Fact]
    public void A_module_that_says_nothing_of_itself()
    {
        byte[] file = new BitstreamWriter().Magic().Enter(8, 3).Record(1, 2).End().BlobBlock(23, "x"u8).ToArray();
        using NativeBuffer buffer = InMemory.File(file);
        BitcodeModule module = Assert.Single(BitcodeFile.Parse(buffer.Contents).Modules);
        Assert.Equal("", module.Producer);
        Assert.Equal(new ModuleDescription("", "", null), module.Describe());
        Assert.False(module.HasAssemblyLabels());
        Assert.Throws<ArgumentNullException>(() => module.VisitSectionNames(null!));
    }

    [Fact]
    public void Sections_are_those_of_records_and_of_assembly()
    {
        BitcodeBuilder builder = new BitcodeBuilder { Assembly = ".section .one, \"a\"\n.text\n.section .two\n" }
            .Function("f", section: ".three").Variable("v", section: ".four").Variable("w", section: ".four");
        using NativeBuffer buffer = InMemory.File(builder.Build());
        List<string> names = [];
        Assert.Single(BitcodeFile.Parse(buffer.Contents).Modules).VisitSectionNames(name => names.Add(Encoding.UTF8.GetString(name)));
        Assert.Equal([".one", ".two", ".three", ".four"], names);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("nop", false)]
    [InlineData("a: nop", true)]
    public void Assembly_may_define_symbols(string? assembly, bool defines)
    {
        using NativeBuffer buffer = InMemory.File(new BitcodeBuilder { Assembly = assembly }.Function("f").Variable("v").Build());
        Assert.Equal(defines, Assert.Single(BitcodeFile.Parse(buffer.Contents).Modules).HasAssemblyLabels());
    }

    [Theory]
    [InlineData(7)] // a variable
    [InlineData(8)] // a function
    public void Assembly_is_not_looked_for_behind_the_first_global(ulong global)
    {
        // No compiler writes it there; the second record of assembly is before the global, and is read.
        byte[] behind = Module(module => module.Record(global, 0, 1, 0, 0, 0, 0, 0, 0, 0).Text(4, "a:"));
        byte[] second = Module(module => module.Text(4, "nop").Text(4, "a:").Record(global, 0, 1, 0, 0, 0, 0, 0, 0, 0));
        byte[] other = Module(module => module.Text(2, "x86_64").Text(4, "a:"));
        foreach ((byte[] file, bool has) in new[] { (behind, false), (second, true), (other, true) })
        {
            using NativeBuffer buffer = InMemory.File(file);
            Assert.Equal(has, Assert.Single(BitcodeFile.Parse(buffer.Contents).Modules).HasAssemblyLabels());
        }
    }

    [Fact]
    public void Each_record_of_assembly_ends_a_statement()
    {
        byte[] file = Module(module => module.Text(4, "a: .globl b").Text(4, "c: nop"));
        Assert.Equal(["a", "c"], BitcodeText.Symbols(file, fromModules: true).Select(line => line.Split('|')[0]).Order());
    }

    [Fact]
    public void Abbreviated_records_are_decoded()
    {
        // [literal 16, array, char6], [literal 5, fixed 8 twice, vbr 6 four times]; names by the second of two tables.
        BitstreamWriter file = new BitstreamWriter().Magic().BlobBlock(23, "wrong"u8).Enter(8, 4);
        file.Abbreviation(2).Vbr(3, 5).Fixed(1, 1).Vbr(16, 8).Fixed(0, 1).Fixed(3, 3).Fixed(0, 1).Fixed(4, 3);
        file.Abbreviation(2).Vbr(4, 5).Fixed(1, 1).Vbr(8, 8).Fixed(0, 1).Fixed(1, 3).Vbr(8, 5)
            .Fixed(0, 1).Fixed(2, 3).Vbr(6, 5).Fixed(0, 1).Fixed(1, 3).Vbr(0, 5);
        file.Abbreviation(4).Vbr(4, 6);
        foreach (ulong character in new ulong[] { 0, 26, 52, 62 })
        {
            file.Fixed(character, 6);
        }

        file.Abbreviation(5).Fixed(1, 8).Vbr(2, 6).End().BlobBlock(23, "xfoy"u8);
        using NativeBuffer buffer = InMemory.File(file.ToArray());
        BitcodeFile bitcode = BitcodeFile.Parse(buffer.Contents);
        Assert.Equal("aA0.", bitcode.Modules[0].Describe().SourceFileName);
        List<string> names = [];
        bitcode.VisitSymbols((in BitcodeSymbol symbol) => names.Add(Encoding.UTF8.GetString(symbol.Name)));
        Assert.Equal(["fo"], names);
    }

    [Fact]
    public void Old_modules_are_refused() => Expect.Malformed(
        "a.o: MODULE_BLOCK+0x1: module has version 1, and only 2 (LLVM 5 and later) can be read",
        () => BitcodeText.Read(new BitcodeBuilder { ModuleVersion = 1 }.Function("f").Build()));

    [Fact]
    public void Other_epochs_are_refused() => Expect.Malformed(
        "a.o: IDENTIFICATION_BLOCK+0xe: bitcode of TEST1.0 has epoch 1, and only 0 can be read",
        () => BitcodeText.Read(new BitcodeBuilder { Epoch = 1 }.Function("f").Build()));

    private static byte[] Module(Action<BitstreamWriter> write)
    {
        BitstreamWriter file = new BitstreamWriter().Magic().Enter(8, 3).Record(1, 2);
        write(file);
        return file.End().BlobBlock(23, "x"u8).ToArray();
    }
}
