// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms;
using Kelf.Kernel.Kallsyms.Compression;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

public sealed class CompressionTests
{
    public static TheoryData<int, int, int> Shapes { get; } = new()
    {
        { 1, 3, 1 }, { 10, 8, 1 }, { 200, 30, 2 }, { 300, 60, 26 }, { 500, 511, 3 }, { 200, 40, 256 }, { 100, 500, 255 },
    };

    /// <summary>The procedure as it is defined: all strings again in each round.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_fast_way_equals_the_naive_one(int count, int longest, int alphabet)
    {
        Random random = new(count + longest + alphabet);
        ByteStringTable strings = new();
        List<KallsymsEntry> entries = [];
        List<byte[]> texts = [];
        for (int i = 0; i < count; i++)
        {
            byte[] text = random.Next(4) == 0 && texts.Count > 0
                ? texts[random.Next(texts.Count)]
                : [.. Enumerable.Range(0, 1 + random.Next(longest)).Select(_ => (byte)random.Next(alphabet))];
            texts.Add(text);
            entries.Add(new KallsymsEntry((ulong)i, strings.Add(text), i));
        }

        TokenCompression actual = TokenCompression.Of(new KallsymsEntries(strings, [.. entries], null));
        (byte[][] compressed, byte[][] tokens) = Naive(texts);
        for (int code = 0; code < TokenCompression.Codes; code++)
        {
            Assert.Equal(tokens[code], actual.TokenOf(code).ToArray());
        }

        for (int i = 0; i < count; i++)
        {
            Assert.Equal(compressed[i], actual[entries[i].Text].ToArray());
        }
    }

    [Fact]
    public void A_compression_serves_entries_with_the_same_strings()
    {
        ByteStringTable strings = new();
        KallsymsEntry first = new(1, strings.Add("tone"u8), 1), second = new(2, strings.Add("ttwo"u8), 2);
        TokenCompression compression = TokenCompression.Of(new KallsymsEntries(strings, [first, second, second], null));
        Assert.True(compression.Serves(new(strings, [second, first with { Address = 9 }, second], null)));
        Assert.False(compression.Serves(new(strings, [second, first], null)));
        Assert.False(compression.Serves(new(strings, [second, first, first], null)));
        KallsymsEntry third = new(3, strings.Add("tthree"u8), 3);
        Assert.False(compression.Serves(new(strings, [first, second, second, third], null)));
        Assert.True(compression.Serves(new(strings, [first, second, second], null)));
        ByteStringTable others = new();
        others.Add("tone"u8);
        Assert.False(compression.Serves(new(others, [first], null)));
    }

    [Fact]
    public void An_object_gives_its_compression_to_the_next_link()
    {
        const string Map = "1000 T _text\n1004 t one_name\n1008 t another_name\n1008 t one_name\n";
        byte[] earlier = Tables.ObjectOf(Tables.Of(Map, Tables.Linux73));
        using ObjectFiles.Bytes.NativeBuffer file = TestSupport.InMemory.File(earlier);
        TokenCompression previous = TokenCompression.Read(ObjectFiles.Elf.ElfFile.Parse(file.Contents));
        string moved = Map.Replace("1008 t another", "1010 t another", StringComparison.Ordinal);
        foreach (string map in new[] { moved, moved + "1020 t new_name\n" })
        {
            using ObjectFiles.Bytes.NativeBuffer text = TestSupport.InMemory.File(System.Text.Encoding.ASCII.GetBytes(map));
            KallsymsTable table = KallsymsTool.Make(
                MapReader.Read(text.Contents, KallsymsLayout.Linux73), Tables.Linux73, previous: previous);
            Assert.Equal(map == moved, ReferenceEquals(previous, table.Compression));
            Assert.Equal(Tables.ObjectOf(Tables.Of(map, Tables.Linux73)), Tables.ObjectOf(table));
        }
    }

    [Fact]
    public void Entries_can_be_renamed_between_order_and_compression()
    {
        using ObjectFiles.Bytes.NativeBuffer text = TestSupport.InMemory.File("1000 T _text\n1004 t f\n1008 t f\n"u8);
        KallsymsTable table = KallsymsTool.Make(
            MapReader.Read(text.Contents, KallsymsLayout.Linux73), Tables.Linux73, rename: entries => entries with
            {
                // An alias stands directly after its entry.
                Items = [.. entries.Items.SelectMany(entry => entry.Symbol == 2
                    ? new[] { entry, entry with { Text = entries.Strings.Add("tf@a_c"u8) } }
                    : [entry])],
            });
        Assert.Equal(["T_text", "tf", "tf@a_c", "tf"], Tables.TextsOf(table));
        Assert.Equal([0, 1, 3, 2], table.NameOrder.ToArray());
    }

    private static (byte[][] Compressed, byte[][] Tokens) Naive(List<byte[]> texts)
    {
        List<byte>[] strings = [.. texts.Select(text => text.ToList())];
        byte[]?[] tokens = new byte[]?[256];
        foreach (byte value in texts.SelectMany(text => text))
        {
            tokens[value] = [value];
        }

        for (int code = 255; code >= 0; code--)
        {
            if (tokens[code] is not null)
            {
                continue;
            }

            int[] counts = new int[65536];
            foreach (List<byte> text in strings)
            {
                for (int i = 0; i + 1 < text.Count; i++)
                {
                    counts[text[i] | (text[i + 1] << 8)]++;
                }
            }

            int best = Array.IndexOf(counts, counts.Max());
            if (counts[best] == 0)
            {
                break;
            }

            byte first = (byte)best, second = (byte)(best >> 8);
            tokens[code] = [.. tokens[first]!, .. tokens[second]!];
            foreach (List<byte> text in strings)
            {
                for (int i = 0; i + 1 < text.Count; i++)
                {
                    if (text[i] == first && text[i + 1] == second)
                    {
                        text[i] = (byte)code;
                        text.RemoveAt(i + 1);
                    }
                }
            }
        }

        return ([.. strings.Select(text => text.ToArray())], [.. tokens.Select(token => token ?? [])]);
    }
}
