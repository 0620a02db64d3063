// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

public sealed class BadMapTests
{
    [Theory]
    [InlineData("zz", "no address (hexadecimal digits) at the beginning")]
    [InlineData("", "an empty line")]
    [InlineData("                 U x", "no address (hexadecimal digits) at the beginning")]
    [InlineData("1000\tT\tx", "no space, letter and space after the address")]
    [InlineData("1000 \u00e9 x", "no space, letter and space after the address")]
    [InlineData("1000 T", "no space, letter and space after the address")]
    [InlineData("1000 T ", "no name")]
    [InlineData("0x1000 T x", "no space, letter and space after the address")]
    [InlineData("-1000 T x", "no address (hexadecimal digits) at the beginning")]
    [InlineData(" 1000 T x", "no address (hexadecimal digits) at the beginning")]
    [InlineData("10000000000000000 T x", "an address of more than 16 hexadecimal digits")]
    [InlineData("1000 T x\r", "a carriage return: lines end with a line feed alone")]
    [InlineData("1000 T a\u0001b", "name a\\x01b has a control character")]
    public void Lines_of_another_form_are_named(string line, string what)
    {
        foreach (KallsymsLayout layout in (ReadOnlySpan<KallsymsLayout>)[KallsymsLayout.Linux73, KallsymsLayout.Linux612])
        {
            Assert.Equal(
                $"x.map:2: line format error: {what}",
                Assert.Throws<MalformedFileException>(() => Tables.Of(
                    $"1000 T _text\n{line}\n1008 T y\n", new KallsymsOptions { Layout = layout, AllSymbols = true })).Message);
        }
    }

    [Fact]
    public void Linux_6_1_passes_over_undefined_symbols_and_refuses_spaces()
    {
        KallsymsOptions options = new() { Layout = KallsymsLayout.Linux61, AllSymbols = true, BaseRelative = true };
        Assert.Equal("_text", Tables.NamesOf(Tables.Of("                 v x\n1000 T _text\n", options)));
        Assert.Equal(
            "x.map:1: line format error: name a b has a space, and the generator of 6.1 takes it for two",
            Assert.Throws<MalformedFileException>(() => Tables.Of("1000 T a b\n", options)).Message);
        Assert.Equal(
            "x.map: No valid symbol.", Assert.Throws<RefusedException>(() => Tables.Of("1000 U _text\n", options)).Message);
    }

    [Fact]
    public void Names_may_have_spaces_and_any_byte_above() => Assert.Equal(
        ["T_text", "Tany thing\u00ff\u0080"],
        Tables.TextsOf(Tables.Of("1000 T _text\n1004 T any thing\u00ff\u0080", Tables.Linux73)));

    [Fact]
    public void Long_names_are_left_out()
    {
        string fits = new('a', 511), tooLong = new('b', 512);
        string map = $"1000 T _text\n1004 T {fits}\n1008 T {tooLong}\n";
        List<Diagnostic> warnings = [];
        Assert.Equal($"_text {fits}", Tables.NamesOf(Tables.Of(map, Tables.Linux73, warnings.Add)));
        Assert.Equal([$"Symbol {tooLong} too long for kallsyms (512 >= 512)."], warnings.Select(warning => warning.Text));
        Assert.Equal(
            $"x.map:3: line format error: Symbol {tooLong} too long for kallsyms (512 >= 512).",
            Assert.Throws<MalformedFileException>(() => Tables.Of(map, Tables.Linux73 with { Strict = true })).Message);
    }

    [Fact]
    public void Addresses_have_to_be_near()
    {
        Assert.Equal(
            "x.map: kallsyms failure: relative symbol value 0x80001000 out of range: y",
            Refused("1000 T _text\n80000fff T x\n80001000 T y\n", Tables.Linux73));
        Assert.Equal(
            "x.map: kallsyms failure: relative symbol value 0x100001000 out of range in relative mode: y",
            Refused("1000 T _text\n100000fff T x\n100001000 T y\n", new() { Layout = KallsymsLayout.Linux612, AllSymbols = true }));
        Assert.Equal(
            "x.map: kallsyms failure: absolute symbol value 0x80000000 out of range in relative mode: x",
            Refused(
                "0 D __per_cpu_start\n80000000 D x\n80000001 D __per_cpu_end\n80002000 T _text\n",
                new() { Layout = KallsymsLayout.Linux612, AllSymbols = true, AbsolutePercpu = true }));
        Assert.Equal("x.map: no symbol _text, which all addresses are relative to", Refused("1000 T x\n", Tables.Linux73));
    }

    [Theory]
    [InlineData("a\"b", true, true)]
    [InlineData("a\\b", true, true)]
    [InlineData("a*/b", true, false)]
    public void Text_cannot_have_every_name_and_objects_can(string name, bool inNewest, bool inOldest)
    {
        string map = $"1000 T _text\n1004 T {name}\n";
        KallsymsTable newest = Tables.Of(map, Tables.Linux73);
        KallsymsTable oldest = Tables.Of(map, new() { Layout = KallsymsLayout.Linux61, AllSymbols = true, BaseRelative = true });
        foreach ((KallsymsTable table, bool isRefused) in new[] { (newest, inNewest), (oldest, inOldest) })
        {
            if (isRefused)
            {
                Assert.Equal(
                    $"x.map: name {name} cannot stand in assembler text; make an object instead",
                    Assert.Throws<RefusedException>(() => Tables.TextOf(table)).Message);
            }
            else
            {
                Assert.Contains("kallsyms_names:", Tables.TextOf(table), StringComparison.Ordinal);
            }

            Assert.NotEmpty(Tables.ObjectOf(table));
        }
    }

    /// <summary>All begin alike, and each of the last tokens is a whole name.</summary>
    [Fact]
    public void Tokens_that_the_index_cannot_reach_are_refused()
    {
        StringBuilder map = new("1000 T _text\n");
        string start = new('a', 448);
        for (int i = 0; i < 15 * 15; i++)
        {
            map.Append($"{0x2000 + i:x} t {start}{(char)('b' + (i % 15))}{(char)('b' + (i / 15))}\n");
        }

        Assert.Matches(
            "^x.map: token [0-9]+ begins at 6[0-9]{4}, and the index has 16 bits: names are too much alike$",
            Refused(map.ToString(), Tables.Linux73));
    }

    private static string Refused(string map, KallsymsOptions options) =>
        Assert.Throws<RefusedException>(() => Tables.Of(map, options)).Message;
}
