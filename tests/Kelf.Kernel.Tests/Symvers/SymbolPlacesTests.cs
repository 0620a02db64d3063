// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.Kernel.Tests.Symvers.LinkedImage;
using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.Symvers;

/// <summary>
/// In a linked file an entry describes a symbol only if it stands at the symbol's address, as in a kernel for arm64 the EFI stub
/// brings its own memcmp along: objcopy renames the symbol to __efistub_memcmp, and the entry keeps its name.
/// </summary>
public sealed class SymbolPlacesTests
{
    private static readonly SymversOptions s_perUnit = new() { PerUnit = true };
    private static readonly SymversOptions s_canonical = new() { Canonical = true };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_copy_whose_symbol_was_renamed_describes_no_assembler_function(bool isCanonical)
    {
        LinkedImage image = new();
        // At the same offset of another section, as code of one function per section is.
        image.Unit("drivers/firmware/efi/libstub/lib-cmdline.c", DwLanguage.C11, Integer("i", 4), Function("memcmp", "i", image.LowPc(".text.stub", 0)))
            .Symbol("__efistub_memcmp", ".text.stub", 0)
            .Symbol("memcmp", ".text", 0);
        Assert.Null(image.Versions(isCanonical ? s_canonical : s_perUnit, "memcmp")["memcmp"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_two_functions_of_a_name_the_one_at_the_symbol_counts(bool isCanonical)
    {
        uint? Version(bool hasStub, ulong stubSize)
        {
            LinkedImage image = new();
            if (hasStub)
            {
                image.Unit("stub.c", DwLanguage.C11, Integer("s", stubSize), Function("strlen", "s", image.LowPc(".text.stub", 8)))
                    .Symbol("__efistub_strlen", ".text.stub", 8);
            }

            image.Unit("lib/string.c", DwLanguage.C11, Integer("i", 8), Function("strlen", "i", image.LowPc(".text.strlen", 8)))
                .Symbol("strlen", ".text.strlen", 8);
            return image.Versions(isCanonical ? s_canonical : s_perUnit, "strlen")["strlen"];
        }

        uint? alone = Version(hasStub: false, 0);
        Assert.NotNull(alone);
        // Without the address the longest text would count: a size of three digits.
        Assert.Equal(alone, Version(hasStub: true, 200));
        Assert.Equal(alone, Version(hasStub: true, 4));
    }

    [Fact]
    public void The_same_holds_for_variables()
    {
        LinkedImage image = new();
        image.Unit("stub.c", DwLanguage.C11, Integer("s", 200), Variable("v", "s", image.Place(".data.stub", 0)))
            .Unit("real.c", DwLanguage.C11, Integer("i", 8), Variable("v", "i", image.Place(".data.v", 0)))
            .Symbol("__efistub_v", ".data.stub", 0, ElfSymbolType.Object)
            .Symbol("v", ".data.v", 0, ElfSymbolType.Object);
        LinkedImage alone = new();
        alone.Unit("real.c", DwLanguage.C11, Integer("i", 8), Variable("v", "i", alone.Place(".data.v", 0)))
            .Symbol("v", ".data.v", 0, ElfSymbolType.Object);
        uint? expected = alone.Versions(s_perUnit, "v")["v"];
        Assert.NotNull(expected);
        Assert.Equal(expected, image.Versions(s_perUnit, "v")["v"]);
    }

    [Fact]
    public void A_definition_of_the_unit_that_exports_must_stand_there_too()
    {
        // The unit exports what an assembler defines, and has a function of that name somewhere else.
        LinkedImage image = new();
        image.Unit("exports.c", DwLanguage.C11, Integer("i", 8), Integer("x", 4), Die("p", DwTag.PointerType, Type("x")),
                Die(DwTag.Variable, Name("__gendwarfksyms_ptr_f"), Type("p")), Function("f", "i", image.LowPc(".text.f", 0)))
            .Symbol("f", ".text", 0)
            .Symbol("renamed_f", ".text.f", 0);
        LinkedImage pointer = new();
        pointer.Unit("exports.c", DwLanguage.C11, Integer("x", 4), Die("p", DwTag.PointerType, Type("x")),
            Die(DwTag.Variable, Name("__gendwarfksyms_ptr_f"), Type("p")));
        uint? exported = pointer.Versions(s_perUnit, "f")["f"];
        Assert.NotNull(exported);
        Assert.Equal(exported, image.Versions(s_perUnit, "f")["f"]);
    }

    [Fact]
    public void Code_in_several_parts_may_begin_in_any()
    {
        LinkedImage image = new();
        image.Unit("a.c", DwLanguage.C11, Integer("i", 8), Function("f", "i", image.Ranges((".text.unlikely", 0), (".text.f", 16))))
            .Symbol("f", ".text.f", 16);
        Assert.NotNull(image.Versions(s_perUnit, "f")["f"]);
        LinkedImage other = new();
        other.Unit("a.c", DwLanguage.C11, Integer("i", 8), Function("f", "i", other.Ranges((".text.unlikely", 0), (".text.f", 16))))
            .Symbol("f", ".text.f", 32);
        Assert.Null(other.Versions(s_perUnit, "f")["f"]);
    }

    // gcc -fpatchable-function-entry=2 on arm64: two instructions between the symbol and what its entry says.
    [Theory]
    [InlineData(0x28, true)]
    [InlineData(0x3f, true)]
    [InlineData(0x40, false)]
    [InlineData(0x1f, false)]
    public void Code_of_an_entry_may_begin_within_the_symbol(ulong address, bool isVersioned)
    {
        LinkedImage image = new(ElfMachine.AArch64);
        image.Unit("a.c", DwLanguage.C11, Integer("i", 8), Function("f", "i", image.LowPc(".text", address)))
            .Symbol("f", ".text", 0x20, size: 0x20);
        Assert.Equal(isVersioned, image.Versions(s_perUnit, "f")["f"] is not null);
    }

    [Theory]
    [InlineData(0x20, true)]
    [InlineData(0x28, false)]
    public void A_linked_image_has_addresses(ulong address, bool isVersioned)
    {
        LinkedImage image = new(type: ElfType.Executable);
        image.Unit("a.c", DwLanguage.C11, Integer("i", 8), Function("f", "i", image.LowPc(".text", address)))
            .Symbol("f", ".text", 0x20);
        Assert.Equal(isVersioned, image.Versions(s_perUnit, "f")["f"] is not null);
    }

    [Theory]
    [InlineData(ElfMachine.Arm, ".text", 0x20, true)]
    [InlineData(ElfMachine.X8664, ".text", 0x20, false)]
    // What the descriptor points to is not looked up.
    [InlineData(ElfMachine.PowerPc64, ".opd", 0x30, true)]
    [InlineData(ElfMachine.PowerPc64, ".text", 0x30, false)]
    public void Symbols_of_thumb_code_and_of_descriptors_are_not_the_address_of_the_code(
        ElfMachine machine, string section, ulong address, bool isVersioned)
    {
        LinkedImage image = new(machine, ElfType.Executable);
        image.Unit("a.c", DwLanguage.C11, Integer("i", 8), Function("f", "i", image.LowPc(".text", address)))
            .Symbol("f", section, 0x21);
        Assert.Equal(isVersioned, image.Versions(s_perUnit, "f")["f"] is not null);
    }

    [Fact]
    public void A_place_that_is_no_address_is_no_reason()
    {
        // DW_OP_lit1, DW_OP_stack_value: the value is known, and the variable is nowhere.
        LinkedImage image = new();
        image.Unit("a.c", DwLanguage.C11, Integer("i", 8), Variable("v", "i", At(DwAttribute.Location, DwForm.Exprloc, [0x31, 0x9f])))
            .Symbol("v", ".data", 0, ElfSymbolType.Object);
        Assert.NotNull(image.Versions(s_perUnit, "v")["v"]);
    }

    [Fact]
    public void Without_symbol_pointers_nobody_knows_who_exports_and_that_is_said()
    {
        List<Diagnostic> warnings = [];
        SymversOptions options = s_perUnit with { Warn = warnings.Add };
        LinkedImage one = new();
        one.Unit("a.c", DwLanguage.C11, Integer("i", 8), Function("f", "i", one.LowPc(".text.f", 0))).Symbol("f", ".text.f", 0);
        one.Versions(options, "f");
        Assert.Empty(warnings);

        LinkedImage two = new();
        two.Unit("a.c", DwLanguage.C11, Integer("i", 8), Function("f", "i", two.LowPc(".text.f", 0)))
            .Unit("b.c", DwLanguage.C11, Integer("j", 8), Function("g", "j", two.LowPc(".text.g", 0)))
            .Symbol("f", ".text.f", 0).Symbol("g", ".text.g", 0);
        two.Versions(options, "f", "g");
        Assert.StartsWith("no variable __gendwarfksyms_ptr_SYMBOL", Assert.Single(warnings).Text, StringComparison.Ordinal);

        warnings.Clear();
        LinkedImage exporting = new();
        exporting.Unit("a.c", DwLanguage.C11, Integer("i", 8), Function("f", "i", exporting.LowPc(".text.f", 0)),
                Die("p", DwTag.PointerType, Type("i")), Die(DwTag.Variable, Name("__gendwarfksyms_ptr_f"), Type("p")))
            .Unit("b.c", DwLanguage.C11, Integer("j", 8), Function("g", "j", exporting.LowPc(".text.g", 0)))
            .Symbol("f", ".text.f", 0).Symbol("g", ".text.g", 0);
        exporting.Versions(options, "f", "g");
        Assert.Empty(warnings);
    }

    private static DieSpec Function(string name, string type, AttributeSpec place) =>
        Die(DwTag.Subprogram, Name(name), Type(type), Flag(DwAttribute.External), place);

    private static DieSpec Variable(string name, string type, AttributeSpec place) =>
        Die(DwTag.Variable, Name(name), Type(type), Flag(DwAttribute.External), place);
}
