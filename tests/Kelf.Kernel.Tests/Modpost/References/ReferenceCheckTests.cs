// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Releases;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Modpost.References;

/// <summary>Rules and texts; what is expected is the original's output.</summary>
public sealed class ReferenceCheckTests
{
    private const uint Direct64 = 1;

    [Theory]
    // S1 to S4.
    [InlineData(".text", "f", ".init.text", "g", true)]
    [InlineData(".text.f", "f", ".exit.data", "g", true)]
    [InlineData(".ltext.f", "f", ".init.data", "g", true)]
    [InlineData(".data", "bar_probe", ".init.text", "g", true)]
    [InlineData(".data.rel", "d", ".exit.text", "g", true)]
    [InlineData(".init.data", "d", ".exit.text", "g", true)]
    [InlineData(".exit.text", "f", ".init.text", "g", true)]
    [InlineData(".pci_fixup_final", "fix", ".init.text", "g", true)]
    // No sources, or skipped.
    [InlineData(".data.foo", "d", ".init.text", "g", false)]
    [InlineData(".rodata", "d", ".init.text", "g", false)]
    [InlineData(".ref.text", "f", ".init.text", "g", false)]
    [InlineData(".discard.z", "d", ".init.text", "g", false)]
    [InlineData(".debug_info", "d", ".init.text", "g", false)]
    [InlineData(".pci_fixup_final", "fix", ".exit.text", "g", false)]
    [InlineData(".text", "f", ".text.g", "g", false)]
    [InlineData(".text", "f", ".init", "g", false)]
    // W1 to W6, and names that are nearly theirs.
    [InlineData(".data", "__param_x", ".init.data", "g", false)]
    [InlineData(".data", "__param_y", ".init.text", "g", true)]
    [InlineData(".data", "__param_ops_x", ".init.text", "g", false)]
    [InlineData(".data", "foo_ops", ".init.text", "g", false)]
    [InlineData(".data", "foo_ops.llvm.123", ".exit.text", "g", false)]
    [InlineData(".data", "bar_console", ".init.text", "g", false)]
    [InlineData(".data", "bar_console2", ".init.text", "g", true)]
    [InlineData(".text", "foo_ops", ".init.text", "g", true)]
    [InlineData(".head.text", "f", ".init.text", "g", false)]
    [InlineData(".text", "f", ".init.text", "_sinittext", false)]
    [InlineData(".text", "f", ".init.text", "__init_begin", false)]
    [InlineData(".text", "f", ".init.text", "_sinittext2", true)]
    [InlineData(".text", "f.constprop.0", ".init.text", "g", false)]
    [InlineData(".text", "f.constprop.0", ".exit.text", "g", true)]
    public void A_reference_is_reported_or_not_by_names(string from, string source, string to, string target, bool isReported)
    {
        ElfBuilder builder = CheckedObject.With(from, to).Symbol(source, from).Symbol(target, to).Relocate(from, 8, Direct64, target);

        Assert.Equal(
            isReported ? [$"Warning: m.ko: section mismatch in reference: {source}+0x8 (section: {from}) -> {target} (section: {to})"] : [],
            CheckedObject.Messages(builder));
    }

    [Fact]
    public void A_place_is_named_by_what_is_before_it_and_a_target_by_what_is_near()
    {
        // A section symbol with an addend is what assemblers make of local functions; names are cut at numbers.
        ElfBuilder builder = CheckedObject.With(".text", ".text.unlikely", ".init.text")
            .Symbol("g.12", ".text", 4).Symbol("init_fn", ".init.text").Symbol("later", ".init.text", 6)
            .Relocate(".text", 5, Direct64, ".init.text", 2)
            .Relocate(".text", 2, Direct64, ".init.text", 3)
            .Relocate(".text.unlikely", 1, Direct64, ".init.text", 26)
            .Relocate(".text.unlikely", 1, Direct64, ".init.text", 27);

        Assert.Equal(
            "g+0x1 (section: .text) -> init_fn (section: .init.text)\n"
                + "0x2 (section: .text) -> init_fn (section: .init.text)\n"
                + "0x1 (section: .text.unlikely) -> later (section: .init.text)\n"
                + "0x1 (section: .text.unlikely) -> 0x1b (section: .init.text)",
            CheckedObject.Tail(builder));
    }

    [Theory]
    [InlineData(".L1")]
    [InlineData("L01")]
    [InlineData("$d")]
    public void Labels_stand_for_no_place_unless_nothing_else_does(string label)
    {
        ElfBuilder near = CheckedObject.With(".text", ".init.text").Symbol("f", ".text").Symbol(label, ".init.text", 40)
            .Symbol("init_fn", ".init.text", 44).Relocate(".text", 1, Direct64, label);
        ElfBuilder alone = CheckedObject.With(".text", ".init.text").Symbol("f", ".text").Symbol(label, ".init.text", 40)
            .Symbol("init_fn", ".init.text", 4).Relocate(".text", 1, Direct64, label);

        Assert.Equal("f+0x1 (section: .text) -> init_fn (section: .init.text)", CheckedObject.Tail(near));
        Assert.Equal($"f+0x1 (section: .text) -> {label} (section: .init.text)", CheckedObject.Tail(alone));
    }

    [Fact]
    public void A_Thumb_function_begins_one_byte_before_its_value()
    {
        ElfBuilder builder = CheckedObject.Of(new ElfBuilder(ElfClass.Elf32, ByteOrder.Little, ElfMachine.Arm), ".text", ".init.text")
            .Symbol("f", ".text", 9, type: ElfSymbolType.Function).Symbol("g", ".init.text").Relocate(".text", 8, 2, "g");

        Assert.Equal("f+0xffffffff (section: .text) -> g (section: .init.text)", CheckedObject.Tail(builder));
    }

    [Fact]
    public void Exceptions_in_alternative_instructions_end_the_run()
    {
        ElfBuilder builder = CheckedObject.With("__ex_table", ".altinstr_replacement", ".text", ".init.text").Symbol("g", ".init.text")
            .Relocate("__ex_table", 4, Direct64, ".altinstr_replacement", 60).Relocate(".text", 0, Direct64, "g");

        Assert.Equal(
            [
                "Warning: m.ko: section mismatch in reference: 0x4 (section: __ex_table) -> 0x3c (section: .altinstr_replacement)",
                "Fatal: The relocation at __ex_table+0x4 references\nsection \".altinstr_replacement\" which is black-listed.\nSomething is "
                    + "seriously wrong and should be fixed.\nYou might get more information about where this is\ncoming from by using "
                    + "scripts/check_extable.sh m",
            ],
            CheckedObject.Messages(builder));
    }

    [Fact]
    public void Exceptions_outside_of_code_are_errors()
    {
        ElfBuilder builder = CheckedObject.With("__ex_table", ".rodata").Symbol("g", ".rodata").Relocate("__ex_table", 4, Direct64, "g");

        Assert.Equal("Error: __ex_table+0x4 references non-executable section '.rodata'", CheckedObject.Messages(builder)[1]);
    }

    [Fact]
    public void Drivers_of_6_1_may_refer_to_exit_unless_more_is_asked_for()
    {
        ElfBuilder builder = CheckedObject.With(".data", ".exit.text").Symbol("my_driver", ".data").Symbol("g", ".exit.text")
            .Relocate(".data", 8, Direct64, "g");

        Assert.Empty(CheckedObject.Tail(builder, ModpostRelease.Linux61));
        Assert.Equal(
            "my_driver (section: .data) -> g (section: .exit.text)", CheckedObject.Tail(builder, ModpostRelease.Linux61, hasExtraWarnings: true));
        Assert.Equal("my_driver+0x8 (section: .data) -> g (section: .exit.text)", CheckedObject.Tail(builder));
    }

    [Theory]
    [InlineData(ModpostRelease.Linux73, "m.ko: unexpected non-allocatable section 'odd'.")]
    [InlineData(ModpostRelease.Linux612, "m (odd): unexpected non-allocatable section.")]
    [InlineData(ModpostRelease.Linux61, "m.o (odd): unexpected non-allocatable section.")]
    public void Contents_that_no_program_loads_are_told(ModpostRelease release, string first)
    {
        string message = Assert.Single(CheckedObject.Messages(new ElfBuilder().Section("odd", [1]).Section(".comment", [1]), release));

        Assert.StartsWith($"Warning: {first}\nDid you forget", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Addends_in_place_of_other_machines_are_refused()
    {
        ElfBuilder builder = CheckedObject.Of(new ElfBuilder { UsesAddends = false }, ".text").Relocate(".text", 0, Direct64, ".text");

        Assert.Equal(["Fatal: Please add code to calculate addend for this architecture"], CheckedObject.Messages(builder));
        Assert.Empty(CheckedObject.Messages(builder, ModpostRelease.Linux61));
    }

    [Fact]
    public void A_place_outside_of_its_section_is_malformed()
    {
        ElfBuilder builder = CheckedObject.With(".text", ".init.text").Symbol("g", ".init.text").Relocate(".text", 65, Direct64, "g");

        MalformedFileException error = Assert.Throws<MalformedFileException>(() => CheckedObject.Messages(builder));
        Assert.Contains(".rela.text", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relocation_section_of_no_section_is_malformed() => Assert.Throws<MalformedFileException>(() => CheckedObject.Messages(
        CheckedObject.With(".text").Relocate(".text", 0, Direct64, ".text").With(".rela.text", header => header with { Info = 99 })));
}
