// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers.Settings;

using Xunit;

namespace Kelf.Kernel.Tests.Symvers;

/// <summary>
/// Two small files, compiled and linked with and without LTO (tests/Fixtures/lto): with <c>--per-unit</c> each export has
/// the version of its own object, whatever else is in the linked one. The numbers are those of the original, computed
/// from the ordinary objects.
/// </summary>
public sealed class LtoVersionsTests
{
    private static readonly SymversOptions s_perUnit = new() { PerUnit = true };

    private static readonly Dictionary<string, uint?> s_ofA = new()
    {
        ["a_init"] = 0xd9ec1a31,
        ["a_get"] = 0x8e5d00c8,
        ["a_list"] = 0x5d207ee4,
        ["unused_export"] = 0xce4013a6,
    };

    private static readonly Dictionary<string, uint?> s_ofB = new()
    {
        ["b_helper"] = 0x566a2fc3,
        ["b_user"] = 0x566a2fc3,
        // Defined nowhere: only the symbol pointer knows its type.
        ["external_asm_fn"] = 0x6d61cb72,
    };

    private static readonly Dictionary<string, uint?> s_all = s_ofA.Concat(s_ofB).ToDictionary();

    [Theory]
    [InlineData("joined.o")]
    [InlineData("thin.o")]
    [InlineData("thin-reversed.o")]
    [InlineData("full.o")]
    [InlineData("full-reversed.o")]
    public void A_linked_object_has_the_versions_of_its_files(string name)
    {
        Assert.Equivalent(s_all, LtoFixture.Versions(name, s_perUnit), strict: true);
        Assert.Equivalent(s_all, LtoFixture.Versions(name, s_perUnit with { Workers = new FixedWorkers(8) }), strict: true);
        // The question is put: by default the texts of one file go into the versions of the other.
        Assert.NotEqual(s_all["b_helper"], LtoFixture.Versions(name, new SymversOptions())["b_helper"]);
    }

    [Theory]
    [InlineData("a.o", false)]
    [InlineData("thin-alone-a.o", false)]
    [InlineData("full-alone-a.o", false)]
    [InlineData("b.o", true)]
    [InlineData("thin-alone-b.o", true)]
    [InlineData("full-alone-b.o", true)]
    public void An_object_of_one_unit_has_its_default_versions(string name, bool isB)
    {
        Assert.Equivalent(isB ? s_ofB : s_ofA, LtoFixture.Versions(name, s_perUnit), strict: true);
        Assert.Equivalent(isB ? s_ofB : s_ofA, LtoFixture.Versions(name, new SymversOptions()), strict: true);
    }

    [Theory]
    [InlineData("arm64-thin.o")]
    [InlineData("arm64-full.o")]
    public void A_linked_object_for_arm64_has_the_versions_of_its_files(string name)
    {
        // With control-flow integrity. char is unsigned there.
        Dictionary<string, uint?> expected = new(s_all)
        {
            ["a_init"] = 0x68e91176,
            ["a_get"] = 0x9a806a07,
            ["a_list"] = 0xbdadadca,
            // An assembler's; the stub has a function of that name, too, and its symbol has another one.
            ["mem_compare"] = null,
        };
        Assert.Equivalent(expected, LtoFixture.Versions(name, s_perUnit), strict: true);
        Assert.NotNull(LtoFixture.Versions(name, new SymversOptions())["mem_compare"]);
        expected.Remove("mem_compare");
        Assert.Equivalent(expected, LtoFixture.Versions("arm64-a.o", new SymversOptions())
            .Concat(LtoFixture.Versions("arm64-b.o", new SymversOptions())).ToDictionary(), strict: true);
    }

    [Theory]
    [InlineData("thin-changed.o")]
    [InlineData("full-changed.o")]
    public void A_type_that_one_unit_changes_changes_versions_of_that_unit_only(string name)
    {
        Dictionary<string, uint?> changed = LtoFixture.Versions(name, s_perUnit);
        Assert.Equal(
            ["a_get", "a_init", "a_list"],
            s_all.Where(one => changed[one.Key] != one.Value).Select(one => one.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("thin-no-pointers.o")]
    [InlineData("full-no-pointers.o")]
    public void Without_symbol_pointers_definitions_tell_the_unit(string name)
    {
        Dictionary<string, uint?> expected = new(s_all) { ["external_asm_fn"] = null };
        Assert.Equivalent(expected, LtoFixture.Versions(name, s_perUnit), strict: true);
    }

    [Theory]
    [InlineData("joined-rules.o")]
    [InlineData("thin-rules.o")]
    [InlineData("full-rules.o")]
    public void A_kabi_rule_holds_in_the_unit_that_has_it(string name)
    {
        SymversOptions stable = s_perUnit with { Stable = true };
        Dictionary<string, uint?> ofA = LtoFixture.Versions("a-rules.o", new SymversOptions { Stable = true });
        Assert.NotEqual(s_all["a_list"], ofA["a_list"]);
        Assert.Equivalent(ofA.Concat(s_ofB).ToDictionary(), LtoFixture.Versions(name, stable), strict: true);
        // Without --per-unit it holds in all.
        Assert.NotEqual(s_all["b_user"], LtoFixture.Versions(name, new SymversOptions { Stable = true })["b_user"]);
    }

    [Theory]
    [InlineData("joined.o")]
    [InlineData("thin.o")]
    [InlineData("full-reversed.o")]
    public void Canonical_versions_are_those_of_the_files_too(string name)
    {
        SymversOptions canonical = new() { Canonical = true };
        Dictionary<string, uint?> files = LtoFixture.Versions("a.o", canonical)
            .Concat(LtoFixture.Versions("b.o", canonical)).ToDictionary();
        Assert.Equivalent(files, LtoFixture.Versions(name, canonical), strict: true);
    }

    [Fact]
    public void Two_units_that_export_a_symbol_are_refused()
    {
        RefusedException error = Assert.Throws<RefusedException>(() => LtoFixture.Versions("twice.o", s_perUnit));
        Assert.EndsWith("external_asm_fn is exported by two units, b.c and b.c", error.Message, StringComparison.Ordinal);
        Assert.Contains("twice.o: .debug_info+0x", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Symtypes_have_the_texts_of_each_unit_once()
    {
        ByteBuilder joined = new(), a = new(), b = new();
        LtoFixture.Versions("thin.o", s_perUnit with { Workers = new FixedWorkers(4) }, joined);
        LtoFixture.Versions("a.o", s_perUnit, a);
        LtoFixture.Versions("b.o", s_perUnit, b);
        string[] expected = [.. Lines(a).Union(Lines(b)).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, Lines(joined));
        Assert.Equal(2, expected.Count(line => line.StartsWith("s#opaque ", StringComparison.Ordinal)));
    }

    private static string[] Lines(ByteBuilder text) =>
        System.Text.Encoding.UTF8.GetString(text.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
