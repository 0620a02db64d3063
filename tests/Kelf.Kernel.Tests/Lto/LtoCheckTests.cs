// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lto;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Lto;

public sealed class LtoCheckTests
{
    // Owner, description and type of a note with another before it, as in vmlinux.
    private static readonly byte[] s_lto =
        [6, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, .. "Linux\0\0\0"u8, 0, 0, 0, 0, 6, 0, 0, 0, 4, 0, 0, 0, 1, 1, 0, 0, .. "Linux\0\0\0"u8, 1, 0, 0, 0];

    [Fact]
    public void The_note_is_found() => Assert.Equal(
        (true, 0, 0), Summary(Run(new ElfBuilder().Section(".note.Linux", s_lto, ElfSectionType.Note))));

    [Fact]
    public void The_note_may_say_no()
    {
        byte[] plain = [.. s_lto];
        plain[^4] = 0;
        Assert.False(Run(new ElfBuilder().Section(".notes", plain, ElfSectionType.Note)).IsLto);
    }

    [Fact]
    public void Without_a_note_nothing_is_known() => Assert.Null(Run(new ElfBuilder().Section(".text", [1])).IsLto);

    [Fact]
    public void A_note_outside_its_section_is_refused() => Assert.Equal(
        "a.o: .notes+0x18: note reaches outside its section",
        Assert.Throws<MalformedFileException>(
            () => Run(new ElfBuilder().Section(".notes", s_lto[..^2], ElfSectionType.Note))).Message);

    [Theory]
    [InlineData(".text.f", ".text")]
    [InlineData(".text.unlikely", ".text")]
    [InlineData(".text.ftrace_trampoline", null)]
    [InlineData(".text.ftrace_trampoline2", ".text")]
    [InlineData(".text..L1", null)]
    [InlineData(".text..refcount", null)]
    [InlineData(".data.x", ".data")]
    [InlineData(".data..Lunnamed", ".data")]
    [InlineData(".data..once", null)]
    [InlineData(".data..percpu", null)]
    [InlineData(".rodata.k1.llvm.18236823639332491982", ".rodata")]
    [InlineData(".bss._x", ".bss")]
    [InlineData(".bss", null)]
    [InlineData(".text.", null)]
    [InlineData(".init.text", null)]
    [InlineData("___ksymtab+f", "__ksymtab")]
    [InlineData("___ksymtab", null)]
    [InlineData(".kcfi_traps", "__kcfi_traps")]
    public void Sections_of_modules_are_joined(string section, string? home) => Assert.Equal(
        home is null ? [] : [$"section {section} was not joined to {home}: was the module linked with module.lds?"],
        Run(Module().Section(section, [1])).Problems);

    [Theory]
    [InlineData(".discard")]
    [InlineData(".discard.addressable")]
    [InlineData(".export_symbol")]
    public void Sections_of_modules_are_dropped(string section) => Assert.Equal(
        [$"section {section} was not dropped: was the module linked with module.lds?"], Run(Module().Section(section, [1])).Problems);

    [Fact]
    public void Only_modules_that_LTO_linked_have_to_be_joined()
    {
        Assert.Empty(Run(new ElfBuilder().Section(".notes", s_lto, ElfSectionType.Note).Section(".text.f", [1])).Problems);
        Assert.Empty(Run(new ElfBuilder().Section(".gnu.linkonce.this_module", [1]).Section(".text.f", [1])).Problems);
    }

    [Theory]
    [InlineData("exit", true)]
    [InlineData("hot.llvm.12", true)]
    [InlineData("exit_mm", false)]
    [InlineData("x.exit", false)]
    public void Functions_must_not_have_names_of_sections(string name, bool isForbidden)
    {
        LtoCheck check = Run(new ElfBuilder().Section(".text", [1], flags: ElfSectionFlags.Executable).Section(".data", [1])
            .Symbol(name, ".text").Symbol("split", ".data").Symbol("startup", 0u));
        Assert.Equal(
            isForbidden ? [$"function {name}: with -ffunction-sections its section is taken for another"] : [], check.Problems);
    }

    [Fact]
    public void Promoted_symbols_are_counted() => Assert.Equal(2, Run(new ElfBuilder().Section(".text", [1])
        .Symbol("a.llvm.18297715555933059212", ".text").Symbol("b.constprop.0.llvm.1", ".text")
        .Symbol("c.llvm.", ".text").Symbol("d.llvm.net_core", ".text").Symbol(".llvm.1", ".text").Symbol("e.llvm.1", 0u)).Promoted);

    private static ElfBuilder Module() => new ElfBuilder()
        .Section(".note.Linux", s_lto, ElfSectionType.Note).Section(".gnu.linkonce.this_module", [1]);

    private static (bool? IsLto, int Promoted, int Problems) Summary(LtoCheck check) =>
        (check.IsLto, check.Promoted, check.Problems.Count);

    private static LtoCheck Run(ElfBuilder elf)
    {
        using NativeBuffer buffer = InMemory.File(elf.Build());
        return LtoCheck.Run(buffer.Contents);
    }
}
