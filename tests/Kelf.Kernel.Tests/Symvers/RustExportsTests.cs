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
/// What Rust exports in an image: rust/exports.c has the symbol pointers, to <c>int</c> all of them, and the unit that defines a
/// symbol knows its type.
/// </summary>
public sealed class RustExportsTests
{
    private const string Function = "_RNvCs0_6kernel1f";
    private static readonly SymversOptions s_perUnit = new() { PerUnit = true };
    private static readonly SymversOptions s_canonical = new() { Canonical = true };

    [Theory]
    [InlineData("rust/exports.c", false)]
    [InlineData("/src/rust/exports.c", false)]
    [InlineData("../rust/exports.c", false)]
    [InlineData("rust/exports.c", true)]
    public void The_unit_that_defines_a_symbol_describes_it(string exporter, bool isCanonical)
    {
        SymversOptions options = isCanonical ? s_canonical : s_perUnit;
        uint? expected = Alone(image => Body(image), options);
        Assert.NotNull(expected);
        LinkedImage image = new();
        Exporter(image, exporter, Function).Unit("lib.rs/@/kernel.0-cgu.0", DwLanguage.Rust, Integer("i", 8), Body(image))
            .Symbol(Function, ".text.f", 0);
        Assert.Equal(expected, image.Versions(options, Function)[Function]);
    }

    [Theory]
    [InlineData("drivers/crust/exports.c")]
    [InlineData("rust/exports.cpp")]
    [InlineData("exports.c")]
    public void Other_units_describe_what_they_export(string exporter)
    {
        LinkedImage image = new();
        Exporter(image, exporter, Function).Unit("lib.rs", DwLanguage.Rust, Integer("i", 8), Body(image))
            .Symbol(Function, ".text.f", 0);
        uint? exported = Exporter(new LinkedImage(), exporter, Function).Versions(s_perUnit, Function)[Function];
        Assert.NotNull(exported);
        Assert.Equal(exported, image.Versions(s_perUnit, Function)[Function]);
    }

    [Fact]
    public void What_no_unit_defines_has_no_version()
    {
        foreach (SymversOptions options in new[] { s_perUnit, s_canonical })
        {
            LinkedImage image = Exporter(new LinkedImage(), "rust/exports.c", Function).Symbol(Function, ".text.f", 0);
            Assert.Null(image.Versions(options, Function)[Function]);
        }
    }

    [Fact]
    public void Helpers_in_C_are_described_by_the_file_that_defines_them()
    {
        LinkedImage image = new();
        Exporter(image, "rust/exports.c", "rust_helper_f")
            .Unit("rust/helpers/helpers.c", DwLanguage.C11, Integer("h", 8),
                Die(DwTag.Subprogram, Name("rust_helper_f"), Type("h"), Flag(DwAttribute.External), image.LowPc(".text.h", 0)))
            .Symbol("rust_helper_f", ".text.h", 0)
            .Unit("lib.rs", DwLanguage.Rust, Integer("i", 8), Body(image)).Symbol(Function, ".text.f", 0);
        List<Diagnostic> warnings = [];
        LinkedImage alone = new();
        alone.Unit("helpers.c", DwLanguage.C11, Integer("i", 8),
                Die(DwTag.Subprogram, Name("rust_helper_f"), Type("i"), Flag(DwAttribute.External), alone.LowPc(".text.h", 0)))
            .Symbol("rust_helper_f", ".text.h", 0);
        uint? expected = alone.Versions(s_perUnit, "rust_helper_f")["rust_helper_f"];
        Assert.NotNull(expected);
        Assert.Equal(expected, image.Versions(s_perUnit with { Warn = warnings.Add }, "rust_helper_f", Function)["rust_helper_f"]);
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_method_has_its_name_in_the_declaration_that_it_completes(bool wasInlined)
    {
        // `impl Page { fn f(); }`: declared in the structure; where it was inlined, too, an abstract instance stands between.
        uint? expected = new SketchOfMethod(wasInlined, declaresElsewhere: false).Version(new SymversOptions(), withExporter: false);
        Assert.NotNull(expected);
        Assert.Equal(expected, new SketchOfMethod(wasInlined, declaresElsewhere: false).Version(s_perUnit, withExporter: true));
        // LTO keeps one copy of a type, in whichever unit.
        Assert.Equal(expected, new SketchOfMethod(wasInlined, declaresElsewhere: true).Version(s_perUnit, withExporter: true));
    }

    [Fact]
    public void Functions_that_were_merged_have_one_version()
    {
        // LLVM keeps the code of one, and the symbols of all.
        const string Merged = "_RNvCs0_6kernel1g";
        LinkedImage image = new();
        Exporter(image, "rust/exports.c", Function, Merged).Unit("lib.rs", DwLanguage.Rust, Integer("i", 8), Body(image))
            .Symbol(Function, ".text.f", 0).Symbol(Merged, ".text.f", 0);
        Dictionary<string, uint?> versions = image.Versions(s_perUnit, Function, Merged);
        Assert.Equal(Alone(one => Body(one), s_perUnit), versions[Function]);
        Assert.Equal(versions[Function], versions[Merged]);
    }

    [Fact]
    public void What_the_compiler_calls_local_is_not_when_its_symbol_is_global()
    {
        DieSpec Local(LinkedImage image) => Die(DwTag.Namespace, Name("kernel"),
            Die(DwTag.Subprogram, Name("f"), At(DwAttribute.LinkageName, DwForm.String, Function), Type("i"), image.LowPc(".text.f", 0)));
        Assert.Equal(Alone(image => Body(image), s_perUnit), Alone(Local, s_perUnit));
    }

    [Fact]
    public void Many_exports_of_one_base_type_are_said()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"f{i}")];
        List<Diagnostic> warnings = [];
        SymversOptions options = new() { Warn = warnings.Add };
        Exporter(new LinkedImage(), "rust/exports.c", names).Versions(options, names);
        Assert.Equal(
            "20 of 20 exports of rust/exports.c have the version 0x7ec472ba, that of the type int: declared so, no change of their types "
            + "will be noticed", Assert.Single(warnings).Text);
        // Unit by unit, another file that does the same.
        warnings.Clear();
        Exporter(new LinkedImage(), "drivers/exports.c", names).Versions(options with { PerUnit = true }, names);
        Assert.Contains("20 of 20 exports of drivers/exports.c", Assert.Single(warnings).Text, StringComparison.Ordinal);
        // A few counters are nothing special.
        warnings.Clear();
        Exporter(new LinkedImage(), "mm/counters.c", names[..15]).Versions(options, names[..15]);
        Assert.Empty(warnings);
    }

    private static DieSpec Body(LinkedImage image) => Die(DwTag.Namespace, Name("kernel"),
        Die(DwTag.Subprogram, Name("f"), At(DwAttribute.LinkageName, DwForm.String, Function), Type("i"), Flag(DwAttribute.External),
            image.LowPc(".text.f", 0)));

    private static uint? Alone(Func<LinkedImage, DieSpec> body, SymversOptions options)
    {
        LinkedImage image = new();
        image.Unit("lib.rs", DwLanguage.Rust, Integer("i", 8), body(image)).Symbol(Function, ".text.f", 0);
        return image.Versions(options, Function)[Function];
    }

    private static LinkedImage Exporter(LinkedImage image, string name, params string[] exports) => image.Unit(name, DwLanguage.C11,
    [
        Integer("int", 4), Die("p", DwTag.PointerType, Type("int")),
        .. exports.Select(export => Die(DwTag.Variable, Name("__gendwarfksyms_ptr_" + export), Type("p"))),
    ]);

    /// <summary>A method of a structure.</summary>
    private sealed class SketchOfMethod(bool wasInlined, bool declaresElsewhere)
    {
        public uint? Version(SymversOptions options, bool withExporter)
        {
            LinkedImage image = new();
            if (withExporter)
            {
                Exporter(image, "rust/exports.c", Function);
            }

            DieSpec type = Die(DwTag.Namespace, Name("kernel"), Die(DwTag.StructureType, Name("Page"), Die("declared", DwTag.Subprogram,
                Name("f"), At(DwAttribute.LinkageName, DwForm.String, Function), Type("i", DwForm.RefAddr), Flag(DwAttribute.External),
                Flag(DwAttribute.Declaration))));
            AttributeSpec completes = Ref(DwAttribute.Specification, "declared", DwForm.RefAddr);
            List<DieItem> items = [Integer("i", 8)];
            items.AddRange(declaresElsewhere ? [] : [type]);
            items.AddRange(wasInlined
                ? [Die("abstract", DwTag.Subprogram, completes, At(DwAttribute.Inline, DwForm.Data1, 1)),
                    Die(DwTag.Subprogram, Ref(DwAttribute.AbstractOrigin, "abstract"), image.LowPc(".text.f", 0))]
                : [Die(DwTag.Subprogram, completes, image.LowPc(".text.f", 0))]);
            image.Unit("lib.rs", DwLanguage.Rust, [.. items]);
            if (declaresElsewhere)
            {
                image.Unit("other.rs", DwLanguage.Rust, type);
            }

            return image.Symbol(Function, ".text.f", 0).Versions(options, Function)[Function];
        }
    }
}
