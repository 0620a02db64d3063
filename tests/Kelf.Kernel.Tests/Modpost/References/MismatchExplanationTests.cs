// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.Modpost.References;

/// <summary>Lines, inlined functions and types of mismatches, by debugging information.</summary>
public sealed class MismatchExplanationTests
{
    private const uint Direct64 = 1;

    private static readonly ModpostOptions s_explain = new() { ExplainsMismatches = true };
    private static readonly ModpostOptions s_byType = new() { JudgesByType = true };

    [Fact]
    public void A_reference_in_code_has_its_lines_and_inlined_functions()
    {
        ElfBuilder builder = Debugged(Sections().Symbol("f", ".text").Symbol("g", ".init.text", 8).Relocate(".text", 9, Direct64, "g"));

        Assert.Equal(
            """
            Warning: m.ko: section mismatch in reference: f+0x9 (section: .text) -> g (section: .init.text)
            Note:     from:  helper at b.h:10, inlined into
                       f at a.c:50, in .text
                to:    g at a.c:109, in .init.text (__init)
                why:   init memory is freed when the kernel has started, or the module is loaded; who uses the reference later meets whatever is there then
                cure:  f runs at the start only: mark it __init
                cure:  it runs later, too: remove __init from g
                cure:  it runs later, and uses g at the start only: mark f __ref, and say why in a comment
                note:  the reference was written in helper, which was inlined here; where the compiler does not inline it, the message names it instead
            """,
            string.Join('\n', CheckedObject.Messages(builder, s_explain)));
    }

    [Fact]
    public void A_reference_in_a_variable_has_its_member_and_its_type()
    {
        ElfBuilder builder = Debugged(Sections().Symbol("consoles", ".data").Symbol("g", ".init.text", 8).Relocate(".data", 24, Direct64, "g"));

        Assert.Equal(
            "Note:     from:  consoles[1].setup (struct console) at a.c:7, in .data", CheckedObject.Messages(builder, s_explain)[1].Split('\n')[0]);
    }

    [Theory]
    // The variable is named for its offset in .data: an array of two consoles, a table of operations, a number without a type.
    [InlineData("consoles", 24ul, false, "consoles[1].setup is of struct console, and may refer to g: a console is set up while it is registered")]
    [InlineData("x_console", 24ul, false, null)]
    [InlineData("consoles", 16ul, true, null)]
    [InlineData("x_ops", 32ul, true, "x_ops.open is of struct foo_ops, which may not refer to .init.text; its name is accepted among tables of")]
    [InlineData("x_op", 32ul, true, null)]
    [InlineData("x_ops", 56ul, false, null)]
    public void Types_decide_and_differences_are_told(string name, ulong offset, bool isReported, string? note)
    {
        ElfBuilder builder = Debugged(
            Sections().Symbol(name, ".data", offset < 32 ? 0 : offset).Symbol("g", ".init.text", 8).Relocate(".data", offset, Direct64, "g"));
        string[] messages = CheckedObject.Messages(builder, s_byType);

        Assert.Equal(isReported, messages.Any(message => message.StartsWith("Warning: ", StringComparison.Ordinal)));
        Assert.Equal(note is null ? 0 : 1, messages.Count(message => message.StartsWith("Note:     type:  " + note, StringComparison.Ordinal)));
        Assert.Equal((isReported ? 1 : 0) + (note is null ? 0 : 1), messages.Length);
    }

    [Theory]
    [InlineData(new[] { "__platform_driver_probe" }, false)]
    [InlineData(new[] { "__platform_driver_register" }, true)]
    [InlineData(new[] { "__platform_driver_probe", "__platform_driver_register" }, true)]
    [InlineData(new string[0], true)]
    public void A_platform_driver_may_refer_to_its_probe_if_it_is_registered_once(string[] needed, bool isReported)
    {
        ElfBuilder builder = Debugged(Sections().Symbol("d", ".data", 40).Symbol("g", ".init.text", 8).Relocate(".data", 40, Direct64, "g"));
        Array.ForEach(needed, symbol => builder.Symbol(symbol, null));

        Assert.Equal(isReported, CheckedObject.Messages(builder, s_byType)[0].StartsWith("Warning: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_debugging_information_names_decide_and_the_explanation_says_how_to_get_some()
    {
        ElfBuilder builder = Sections().Symbol("f", ".text").Symbol("g", ".init.text").Symbol("x_ops", ".data")
            .Relocate(".text", 0, Direct64, "g").Relocate(".text", 8, Direct64, "g").Relocate(".data", 0, Direct64, "g");
        string[] messages = CheckedObject.Messages(builder, s_explain with { JudgesByType = true });

        Assert.Equal(4, messages.Length);
        Assert.StartsWith("Note:     from:  f, in .text\n    to:    g, in .init.text (__init)\n", messages[1], StringComparison.Ordinal);
        Assert.Contains("\n    lines: m.o has no debugging information: set CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y", messages[1], StringComparison.Ordinal);
        Assert.DoesNotContain("lines:", messages[3], StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_ends_the_run_is_explained_too()
    {
        ElfBuilder builder = CheckedObject.With("__ex_table", ".altinstr_replacement").Symbol("r", ".altinstr_replacement")
            .Relocate("__ex_table", 4, Direct64, "r");
        string[] messages = CheckedObject.Messages(builder, s_explain);

        Assert.StartsWith("Fatal: ", messages[1], StringComparison.Ordinal);
        Assert.Contains("cure:  name the instruction where it runs", messages[2], StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_compiler_made_is_told_apart_from_what_was_written()
    {
        ElfBuilder builder = Sections().Symbol("f.isra.0", ".text").Symbol("g", ".init.text").Relocate(".text", 0, Direct64, "g");

        Assert.Contains(
            "note:  f.isra.0 is a copy with other parameters of f: the annotation belongs to f", CheckedObject.Messages(builder, s_explain)[1],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x_console.llvm.12", false, "")]
    [InlineData("x_probe.llvm.12", true, "x_probe+0x0 (section: .data) -> g (section: .init.text)")]
    public void Names_may_lose_what_Clang_appended(string name, bool isReported, string tail)
    {
        ElfBuilder builder = Sections().Symbol(name, ".data").Symbol("g.llvm.7", ".init.text").Relocate(".data", 0, Direct64, "g.llvm.7");
        string[] messages = CheckedObject.Messages(builder, new ModpostOptions { StripsLlvmSuffix = true });

        Assert.Equal(isReported ? ["Warning: m.ko: section mismatch in reference: " + tail] : [], messages);
        Assert.Single(CheckedObject.Messages(builder));
    }

    private static ElfBuilder Sections() => new ElfBuilder()
        .Section(".text", new byte[64], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
        .Section(".init.text", new byte[64], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable)
        .Section(".data", new byte[64], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Writable);

    // Sections are laid out at 0x1000, 0x2000 and 0x3000, and here no relocation is needed for that.
    private static ElfBuilder Debugged(ElfBuilder elf) => new DwarfBuilder()
        .LineTable("lines", new LineTableSpec
        {
            Files = ["a.c", "b.h"],
            Program = lines =>
            {
                lines.Sequence(0x1000, 1, 2, 3, 4, 5, 6, 7, 8).Sequence(0x1008, 9, 10, 11).File(0).Sequence(0x2000, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110);
            },
        })
        .Unit(Die(DwTag.CompileUnit, [
            Name("a.c"), At(DwAttribute.CompDir, DwForm.String, "/src"), StmtList("lines"), At(DwAttribute.LowPc, DwForm.Addr, 0x1000), At(DwAttribute.HighPc, DwForm.Data4, 0x2000),
            Die("helper", DwTag.Subprogram, Name("helper"), At(DwAttribute.Inline, DwForm.Data1, 3)),
            Die(DwTag.Subprogram, [Name("f"), .. Code(0x1000, 64),
                Die(DwTag.InlinedSubroutine, [Ref(DwAttribute.AbstractOrigin, "helper"), .. Code(0x1008, 3),
                    At(DwAttribute.CallFile, DwForm.Data1, 0), At(DwAttribute.CallLine, DwForm.Data1, 50)])]),
            Die(DwTag.Subprogram, [Name("g"), .. Code(0x2008, 2)]),
            Die("ptr", DwTag.PointerType, ByteSize(8)),
            Pair("console", "write", "setup"), Pair("foo_ops", "open", "close"), Pair("platform_driver", "probe", "remove"),
            Die("two", DwTag.ArrayType, Type("console"), Die(DwTag.SubrangeType, UpperBound(1))),
            Die("ops", DwTag.ConstType, Type("foo_ops")),
            Variable("consoles", "two", 0x3000), Variable("x_ops", "ops", 0x3020), Variable("d", "platform_driver", 0x3028)]))
        .AddTo(elf);

    private static DieSpec Pair(string name, string first, string second) => Die(name, DwTag.StructureType, Name(name), ByteSize(16),
        Die(DwTag.Member, Name(first), Type("ptr"), Location(0)), Die(DwTag.Member, Name(second), Type("ptr"), Location(8)));

    private static DieSpec Variable(string name, string type, ulong address) => Die(
        DwTag.Variable, Name(name), Type(type), DeclFile(0), At(DwAttribute.DeclLine, DwForm.Data1, 7),
        At(DwAttribute.Location, DwForm.Exprloc, new ByteAssembler(ByteOrder.Little).U8(3).U64(address).ToArray()));
}
