// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared.Images;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

/// <summary>Examples with their hashes, which were taken from the generators of Linux 7.3, 6.12 and 6.1 and GNU as 2.40.</summary>
public sealed class WorkedExampleTests
{
    private const string Nine = """
        ffffffff81000000 T _text
        ffffffff81000000 T _stext
        ffffffff81000010 t aa_show
        ffffffff81000020 t name_show
        ffffffff81000040 t name_show
        ffffffff81000060 W weak_show
        ffffffff81000060 T __strong
        ffffffff81000060 T strong
        ffffffff81000080 T _etext

        """;

    /// <summary>What the generators of 7.2 and 7.3 print differs in four lines.</summary>
    [Fact]
    public void Linux_7_2_has_no_sizes()
    {
        string folder = Path.Combine(SourceDirectory.Root, "tests/Fixtures/kallsyms/7.2");
        byte[] map = File.ReadAllBytes(Path.Combine(folder, "map"));
        string wanted = File.ReadAllText(Path.Combine(folder, "text"));
        Assert.Equal(wanted, Tables.TextOf(Tables.Of(map, Tables.Linux73 with { Layout = KallsymsLayout.Linux72 })));
        string newer = Tables.TextOf(Tables.Of(map, Tables.Linux73));
        Assert.Equal(4, newer.Split("\n.size ").Length - 1);
    }

    [Theory]
    [InlineData(5, 10, KallsymsLayout.Linux61)]
    [InlineData(6, 3, KallsymsLayout.Linux61)]
    [InlineData(6, 4, KallsymsLayout.Linux612)]
    [InlineData(6, 12, KallsymsLayout.Linux612)]
    [InlineData(6, 19, KallsymsLayout.Linux612)]
    [InlineData(7, 0, KallsymsLayout.Linux72)]
    [InlineData(7, 2, KallsymsLayout.Linux72)]
    [InlineData(7, 3, KallsymsLayout.Linux73)]
    [InlineData(8, 0, KallsymsLayout.Linux73)]
    public void Where_nothing_shows_it_the_release_tells(int major, int minor, KallsymsLayout layout) =>
        Assert.Equal(layout, KallsymsDefaults.LayoutOf(new KernelRelease(major, minor)));

    [Fact]
    public void Nine_symbols_are_ordered_and_compressed()
    {
        Assert.Equal("617230e1ac2016ef3a55185da9306322b85b521d54b9b4c47a7ae8d1e5d3fe29", Tables.Sha256(Nine));
        KallsymsTable table = Tables.Of(Nine, Tables.Linux73);
        Assert.Equal("_text _stext aa_show name_show name_show strong __strong weak_show _etext", Tables.NamesOf(table));
        Assert.Equal(
            "ff _s, fe _sh, fd _sho, fc _show, fb T_, fa te, f9 xt, f8 text, f7 na, f6 me, f5 ng, f4 ro, f3 tro, f2 trong, "
            + "f1 name, f0 tname, ef tname_show, ee aa, ed ea, ec T_e, eb eak, ea Ts, e9 Ww, e8 Wweak, e7 taa, e6 Tstrong, "
            + "e5 _strong, e4 T__strong, e3 T_etext, e2 T_text, e1 _stext, e0 T_stext, df taa_show, de Wweak_show",
            string.Join(", ", Enumerable.Range(0xde, 0x22).Reverse()
                .Select(code => $"{code:x2} {Encoding.ASCII.GetString(table.Compression.TokenOf(code))}")));
        Assert.Equal("000006 000008 000001 000000 000002 000003 000004 000005 000007",
            string.Join(' ', table.NameOrder.ToArray().Select(place => $"{place:x6}")));
    }

    [Fact]
    public void Nine_symbols_are_laid_out()
    {
        KallsymsSection section = Tables.SectionOf(Tables.Of(Nine, Tables.Linux73));
        Assert.Equal(1023, section.Contents.Length);
        Assert.Equal("32fd67b26df5dbc19fe1b4b963c073d8136edf721a787815b26b2ee48c8008cd", Tables.Sha256(section.Contents.Span));
        Assert.Equal("0900000001e201e001df01ef01ef01e601e401de01e3000000000000", Convert.ToHexStringLower(section.Contents.Span[..0x1c]));
        Assert.Equal(
            [
                new(TablePart.Count, 0, 4), new(TablePart.Names, 4, 18), new(TablePart.Markers, 0x18, 4),
                new(TablePart.TokenTable, 0x1c, 420), new(TablePart.TokenIndex, 0x1c0, 512), new(TablePart.Offsets, 0x3c0, 36),
                new(TablePart.NameOrder, 0x3e4, 27),
            ],
            section.Labels);
        Assert.Equal([0, 0, 16, 32, 64, 96, 96, 96, 128], section.References.ToArray().Select(reference => reference.Distance));
    }

    [Fact]
    public void Nine_symbols_as_an_object() => Assert.Equal(
        "511d8c160e2960f9181dfc60f49a40b79240e6997c3b852172f03ae1f2e1c705",
        Tables.Sha256(Tables.ObjectOf(Tables.Of(Nine, Tables.Linux73))));

    [Theory]
    [InlineData(KallsymsLayout.Linux73, true, true, "9649bb6c8f9a91fb69cbdf323bc19678f8cfe0c82fd59402018935fb9945e9ab")]
    [InlineData(KallsymsLayout.Linux73, false, true, "9649bb6c8f9a91fb69cbdf323bc19678f8cfe0c82fd59402018935fb9945e9ab")]
    [InlineData(KallsymsLayout.Linux73, false, false, "eec1ea5e205c2b5801012f47bc9644bd52e8fd750c61a0e4cf6c657379098763")]
    [InlineData(KallsymsLayout.Linux612, false, false, "faee3afd6cde3dd3599066cc9d81c915c8ec3a864c427a517ec1976f7f2c7376")]
    [InlineData(KallsymsLayout.Linux61, false, false, "0aa7b060aed5040922b2ee6a2f812e5d3ee8397328e436bc7532af220ca350cd")]
    public void Nine_symbols_as_text(KallsymsLayout layout, bool allSymbols, bool pcRelative, string hash) => Assert.Equal(
        hash,
        Tables.Sha256(Tables.TextOf(Tables.Of(Nine, new KallsymsOptions
        {
            Layout = layout,
            AllSymbols = allSymbols,
            PcRelative = pcRelative,
            BaseRelative = layout == KallsymsLayout.Linux61,
        }))));

    [Fact]
    public void An_empty_map()
    {
        KallsymsTable table = Tables.Of("", Tables.Linux73);
        Assert.Equal("c123a44c46903c0197f7065cdd8bc7cc25ce3e4cdea04c002c5f4ce0a4e1b3f3", Tables.Sha256(Tables.TextOf(table)));
        Assert.Equal("ff33961ac5b44f65aff9926954a908b3632c5c798a8fe3435193f394c2d5c14f", Tables.Sha256(Tables.ObjectOf(table)));
        Assert.Equal([0, 4, 4, 4, 0x104, 0x304, 0x304], Tables.SectionOf(table).Labels.Select(label => label.Offset));
    }

    [Fact]
    public void Lengths_of_two_bytes()
    {
        const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
        StringBuilder map = new("ffffffff81000000 T _text\nffffffff81000000 T _stext\n");
        ulong random = 1;
        for (int i = 0; i < 600; i++)
        {
            map.Append($"{0xffff_ffff_8100_0010 + (16 * (ulong)i):x} t ");
            for (int j = 0; j < 200 + (i % 300); j++)
            {
                random = ((random * 1103515245) + 12345) & 0x7fff_ffff;
                map.Append(Alphabet[(int)((random >> 16) % 63)]);
            }

            map.Append('\n');
        }

        map.Append($"{0xffff_ffff_8100_0010 + 9600:x} T _etext\n");
        Assert.Equal("19738140f8ca2a10ce09b0c8f18c942a415af520dcac7228b22f0fb91e491aa4", Tables.Sha256(map.ToString()));
        KallsymsTable table = Tables.Of(map.ToString(), Tables.Linux73);
        Assert.Equal("32e5ce216e70aabb5f98802a48fb5b7a8dbe5335fd38a44931e8fd5402fd1eaa", Tables.Sha256(Tables.TextOf(table)));
        KallsymsSection section = Tables.SectionOf(table);
        Assert.Equal(204_177, section.Contents.Length);
        Assert.Equal("1b8b0956d32c17c7e1ba4b2a45d6a9e5e2257a6a405837e5331b17791d7bb066", Tables.Sha256(section.Contents.Span));
    }

    [Fact]
    public void Per_cpu_addresses_are_absolute()
    {
        KallsymsTable table = Tables.Of(
            """
            0000000000000000 D __per_cpu_start
            0000000000000000 D fixed_percpu_data
            0000000000001000 D cpu_tss
            0000000000002000 D __per_cpu_end
            ffffffff80ffffff t before
            ffffffff81000000 T _text
            ffffffff81000000 T _stext
            ffffffff81000050 T _etext

            """,
            new KallsymsOptions { Layout = KallsymsLayout.Linux612, AllSymbols = true, AbsolutePercpu = true });
        Assert.Equal(
            ["Afixed_percpu_data", "A__per_cpu_start", "Acpu_tss", "A__per_cpu_end", "tbefore", "T_text", "T_stext", "T_etext"],
            Tables.TextsOf(table));
        string text = Tables.TextOf(table);
        string[] offsets = [.. text[text.IndexOf("kallsyms_offsets:", StringComparison.Ordinal)..].Split('\n')[1..9]
            .Select(line => line.Split('\t')[2])];
        Assert.Equal(["0", "0", "0x1000", "0x2000", "0xffffffff", "0xfffffffe", "0xfffffffe", "0xffffffae"], offsets);
        Assert.Contains("\tPTR\t_text - 0x1\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KallsymsLayout.Linux61, true, "2 3 4 5")]
    [InlineData(KallsymsLayout.Linux61, false, "3 5 2 4")]
    [InlineData(KallsymsLayout.Linux73, false, "3 5 2 4")]
    public void Names_of_LTO_are_ordered_without_their_suffix_in_6_1(KallsymsLayout layout, bool lto, string expected)
    {
        KallsymsTable table = Tables.Of(
            """
            ffffffff81000000 T _text
            ffffffff81000001 T _stext
            ffffffff81000010 t foo.llvm.123
            ffffffff81000020 t foo
            ffffffff81000030 t foo.llvm.45
            ffffffff81000040 t foo.cold

            """,
            new KallsymsOptions { Layout = layout, AllSymbols = true, LtoClang = lto, BaseRelative = true });
        Assert.Equal(expected, string.Join(' ', table.NameOrder[2..].ToArray()));
    }

    [Theory]
    [InlineData(KallsymsLayout.Linux73, "_text _stext weak_fn _etext __start_notes __stop_foo")]
    [InlineData(KallsymsLayout.Linux61, "_text _stext weak_fn _etext")]
    public void Text_alone_is_selected(KallsymsLayout layout, string expected)
    {
        KallsymsTable table = Tables.Of(
            """
            ffffffff81000000 T _text
            ffffffff81000000 T _stext
            ffffffff81000010 W weak_fn
            ffffffff81000050 T __start_notes
            ffffffff81000050 T _etext
            ffffffff81000050 T at_etext
            ffffffff82000000 D jiffies
            ffffffff82000010 D __stop_foo
            ffffffff81000020 A abs_sym

            """,
            new KallsymsOptions { Layout = layout, BaseRelative = true });
        Assert.Equal(expected, Tables.NamesOf(table));
    }
}
