// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Lines;

public sealed class SideLinesTests
{
    private const string BuildId = "0123456789abcdef0123456789abcdef01234567";

    // main() at 0x1000 with inner(), inlined at main.c:11, from 0x1010 to 0x1020, and at main.c:20 in it leaf() from a.h.
    private static readonly SideLineTable s_small = new(
        BuildId,
        [null, "main.c", "include/a.h"],
        [
            new SideRow(0x1000, 1, 10), new SideRow(0x1010, 2, 5), new SideRow(0x1018, 2, 7), new SideRow(0x1020, 1, 12),
            new SideRow(0x1030, SideRow.Nothing, 0), new SideRow(0x2000, 0, 3), new SideRow(0x2004, 1, 0), new SideRow(0x2010, SideRow.Nothing, 0),
        ],
        [new SideFunction("main", ""), new SideFunction("inner", ""), new SideFunction("leaf", "_RNvC1a4leaf")],
        [
            new SideNode(SideSegment.Nothing, 0, 0, 0), new SideNode(0, 1, 1, 11), new SideNode(1, 2, 1, 20),
        ],
        [
            new SideSegment(0x1000, 0), new SideSegment(0x1010, 1), new SideSegment(0x1014, 2), new SideSegment(0x1018, 1),
            new SideSegment(0x1020, 0), new SideSegment(0x1030, SideSegment.Nothing),
        ],
        [new SideRow(0x1000, 1, 0), new SideRow(0x1030, SideRow.Nothing, 0)]);

    [Fact]
    public void Chains_are_the_innermost_first()
    {
        using SideLines lines = Open(s_small);
        PlaceChain chain = Assert.Single(lines.Find([0x1015])[0]);
        Assert.Equal(
            [
                new SourcePlace("leaf", "_RNvC1a4leaf", "include/a.h", 5, 0, 0, IsInlined: true),
                new SourcePlace("inner", "", "main.c", 20, 0, 0, IsInlined: true),
                new SourcePlace("main", "", "main.c", 11, 0, 0, IsInlined: false),
            ],
            chain.Places);
    }

    [Theory]
    [InlineData(0xfff, "")]
    [InlineData(0x1000, "main main.c:10")]
    [InlineData(0x100f, "main main.c:10")]
    [InlineData(0x1010, "inner include/a.h:5")]
    [InlineData(0x102f, "main main.c:12")]
    [InlineData(0x1030, "")]
    [InlineData(0x1fff, "")]
    [InlineData(0x2000, " ?:3")]
    [InlineData(0x2004, " main.c:0")]
    [InlineData(0x2010, "")]
    [InlineData(ulong.MaxValue, "")]
    public void An_address_has_the_place_that_begins_before_it(ulong address, string place)
    {
        using SideLines lines = Open(s_small);
        IReadOnlyList<PlaceChain> chains = lines.Find([address])[0];
        Assert.Equal(place, string.Concat(chains.Select(chain => Describe(chain.Places[0]))));
    }

    [Theory]
    [InlineData(0xfff, null)]
    [InlineData(0x1000, "main.c")]
    [InlineData(0x102f, "main.c")]
    [InlineData(0x1030, null)]
    public void An_address_is_of_the_unit_that_begins_before_it(ulong address, string? path)
    {
        using SideLines lines = Open(s_small);
        Assert.Equal(path is null ? null : new CodeUnit(path, IsAssembly: false), lines.UnitAt(address));
    }

    [Fact]
    public void Rows_alone_say_the_line_and_no_function()
    {
        using SideLines lines = Open(s_small with { Functions = [], Nodes = [], Segments = [] });
        Assert.False(lines.HasChains);
        Assert.Equal(" include/a.h:5", Describe(Assert.Single(lines.Find([0x1015])[0]).Outermost));
    }

    [Fact]
    public void Tables_of_many_blocks_say_the_same_everywhere()
    {
        SideLineTable table = Random(seed: 1, functions: 3_000, rows: 60_000);
        Assert.True(table.Segments.Count > 2 * ChainBlock.Size && table.Rows.Count > 2 * RowBlock.Size);
        using SideLines lines = Open(table);
        ulong[] addresses = [.. table.Rows.Select(row => row.Address + 1)];
        IReadOnlyList<PlaceChain>[] found = lines.Find(addresses);
        int segment = -1;
        for (int i = 0; i < addresses.Length; i++)
        {
            while (segment + 1 < table.Segments.Count && table.Segments[segment + 1].Address <= addresses[i])
            {
                segment++;
            }

            Assert.Equal(
                Expected(table, table.Rows[i], segment < 0 ? SideSegment.Nothing : table.Segments[segment].Node),
                found[i].SelectMany(chain => chain.Places));
        }
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_number_of_threads()
    {
        SideLineTable table = Random(seed: 2, functions: 2_000, rows: 40_000);
        using WorkerSource two = WorkerSource.Find(2, MakeFlags.Parse(null));
        Assert.Equal(Write(table, WorkerSource.None), Write(table, two));
    }

    [Fact]
    public void Sizes_are_those_of_the_files()
    {
        SideLineTable table = Random(seed: 3, functions: 500, rows: 20_000);
        SideLinesWriter writer = SideLinesWriter.Of(table, WorkerSource.None);
        Assert.Equal(Write(table, WorkerSource.None).Length, writer.Size);
        Assert.Equal(Write(table with { Functions = [], Nodes = [], Segments = [] }, WorkerSource.None).Length, writer.SizeOfRows);
    }

    [Fact]
    public void Another_image_is_refused()
    {
        using SideLines lines = Open(s_small);
        lines.RequireImage("vmlinux", BuildId);
        Assert.Contains("vmlinux has ffff", Assert.Throws<RefusedException>(() => lines.RequireImage("vmlinux", "ffff")).Message, StringComparison.Ordinal);
        Assert.Contains("vmlinux has none", Assert.Throws<RefusedException>(() => lines.RequireImage("vmlinux", null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_part_may_be_missing()
    {
        byte[] bytes = Write(s_small, WorkerSource.None);
        for (int length = 0; length < bytes.Length; length++)
        {
            int part = length;
            Assert.Throws<MalformedFileException>(() => ReadAll(bytes[..part]));
        }
    }

    [Fact]
    public void Each_changed_byte_is_found_or_changes_nothing()
    {
        byte[] bytes = Write(s_small, WorkerSource.None);
        string whole = ReadAll(bytes);
        for (int at = 0; at < bytes.Length; at++)
        {
            // The build ID, whether there are functions, and where a block of rows or runs begins are numbers like any others.
            bool isNumber = at is 8 or (>= SideLinesWriter.HeaderSize and < SideLinesWriter.HeaderSize + (40 / 2)) || IsFirstAddress(at);
            for (int bit = 0; bit < 8 && !isNumber; bit++)
            {
                bytes[at] ^= (byte)(1 << bit);
                try
                {
                    Assert.Equal(whole, ReadAll(bytes));
                }
                catch (MalformedFileException refused)
                {
                    Assert.StartsWith("side", refused.Message, StringComparison.Ordinal);
                }

                bytes[at] ^= (byte)(1 << bit);
            }
        }
    }

    [Theory]
    [InlineData(new byte[] { 1, 1, 1, 0, 0, 0 }, 2, "does not come after")] // the second row has the address of the first
    [InlineData(new byte[] { 1, 1, 1, 0, 9, 0 }, 1, "no such file")]
    [InlineData(new byte[] { 1, 1, 1, 0, 66, 1 }, 1, "line -1")]
    [InlineData(new byte[] { 2, 1, 1, 0, 0, 66, 2 }, 1, "left after")]
    [InlineData(new byte[] { 1, 1, 1, 0, 66, 2, 0 }, 1, "follow the last")]
    public void Malformed_rows_are_refused(byte[] block, int count, string why)
    {
        byte[] bytes = count == 2 ? [2, 2, 2, 0, 0, 66, 0, 2, 2] : block;
        using NativeBuffer file = InMemory.File(bytes, "side");
        MalformedFileException refused = Assert.Throws<MalformedFileException>(() => RowBlock.Decode(file.Contents, 0x1000, count, fileCount: 3));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0 }, new byte[] { 1 }, new byte[] { 0 }, new byte[] { }, new byte[] { }, "1 functions are left where there are 0")]
    [InlineData(new byte[] { 0 }, new byte[] { 0 }, new byte[] { 0x81, 0x20 }, new byte[] { }, new byte[] { }, "more than 64")]
    [InlineData(new byte[] { 0 }, new byte[] { 0 }, new byte[] { 1 }, new byte[] { 1 }, new byte[] { }, "entered before")]
    [InlineData(new byte[] { 0 }, new byte[] { 0 }, new byte[] { 1 }, new byte[] { 0 }, new byte[] { 1 }, "no such function")]
    [InlineData(new byte[] { 0 }, new byte[] { 0 }, new byte[] { 2 }, new byte[] { 0, 0 }, new byte[] { 0, 0 }, "no such function")]
    public void Malformed_runs_are_refused(byte[] distances, byte[] left, byte[] entered, byte[] places, byte[] functions, string why)
    {
        byte[] block =
        [
            (byte)distances.Length, (byte)left.Length, (byte)entered.Length, (byte)places.Length, (byte)functions.Length, 1, 1,
            .. distances, .. left, .. entered, .. places, .. functions, 64, 0,
        ];
        using NativeBuffer file = InMemory.File(block, "side");
        MalformedFileException refused = Assert.Throws<MalformedFileException>(
            () => ChainBlock.Decode(file.Contents, 0x1000, 1, nextFunction: 0, functionCount: 1, fileCount: 2));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    private static bool IsFirstAddress(int at)
    {
        int index = at - SideLinesWriter.HeaderSize - (40 / 2);
        return index >= 0 && index / SideBlock.EncodedSize is (int)SidePart.Rows or (int)SidePart.Segments && index % SideBlock.EncodedSize < 8;
    }

    private static string ReadAll(byte[] bytes)
    {
        using NativeBuffer file = InMemory.File((byte[])bytes.Clone(), "side");
        using SideLines lines = SideLines.Of(file.Contents);
        ulong[] addresses = [.. s_small.Rows.Select(row => row.Address), .. s_small.Segments.Select(segment => segment.Address)];
        IEnumerable<string> found = lines.Find(addresses).Select(
            chains => string.Join(';', chains.SelectMany(chain => chain.Places).Select(place => place.ToString())));
        return string.Join('\n', lines.Rows().Select(row => row.ToString()).Concat(found));
    }

    private static SideLines Open(SideLineTable table) =>
        SideLines.Of(Region.Of(Write(table, WorkerSource.None), new ByteSource("side")));

    private static byte[] Write(SideLineTable table, WorkerSource workers)
    {
        ByteBuilder bytes = new();
        SideLinesWriter.Of(table, workers).WriteTo(bytes.Write);
        return bytes.Bytes.ToArray();
    }

    private static string Describe(SourcePlace place) => $"{place.Function} {place.File ?? "?"}:{place.Line}";

    private static List<SourcePlace> Expected(SideLineTable table, SideRow row, int node)
    {
        (int file, uint line) = (row.File, row.Line);
        List<SourcePlace> places = [];
        if (node < 0)
        {
            places.Add(new SourcePlace("", "", file <= 0 ? null : table.Files[file], line, 0, 0, IsInlined: false));
        }

        for (; node >= 0; node = table.Nodes[node].Parent)
        {
            SideNode inside = table.Nodes[node];
            SideFunction function = table.Functions[inside.Function];
            places.Add(new SourcePlace(
                function.Name, function.LinkageName, file <= 0 ? null : table.Files[file], line, 0, 0, inside.Parent >= 0));
            (file, line) = (inside.CallFile, inside.CallLine);
        }

        return places;
    }

    // Functions one after the other; in each, inlined ones that come and go as a compiler mixes them.
    private static SideLineTable Random(int seed, int functions, int rows)
    {
        Random random = new(seed);
        List<string?> files = [null, .. Enumerable.Range(1, 300).Select(i => $"dir{i % 17}/file{i}.c")];
        List<SideFunction> names = [];
        List<SideNode> nodes = [];
        List<SideSegment> segments = [];
        List<SideRow> lines = [];
        ulong address = 0xffffffff81000000;
        int each = rows / functions;
        for (int f = 0; f < functions; f++)
        {
            int root = nodes.Count;
            names.Add(new SideFunction($"function{f}", f % 10 == 0 ? $"_R{f}" : ""));
            nodes.Add(new SideNode(SideSegment.Nothing, names.Count - 1, 0, 0));
            int node = root;
            for (int i = 0; i < each; i++)
            {
                address += (ulong)random.Next(2, 40);
                lines.Add(new SideRow(address, random.Next(8) > 0 ? 1 + (f % 300) : random.Next(301), (uint)random.Next(100_000)));
                int next = random.Next(4) switch
                {
                    0 when nodes[node].Parent >= 0 => nodes[node].Parent,
                    1 => root + random.Next(nodes.Count - root),
                    _ => nodes.Count,
                };
                if (next == nodes.Count)
                {
                    nodes.Add(new SideNode(node, random.Next(names.Count), random.Next(301), (uint)random.Next(5_000)));
                }

                if (next != node)
                {
                    segments.Add(new SideSegment(address, next));
                }

                node = next;
            }
        }

        // A node that no run is in gives its function no first use: number functions as they are met.
        return Renumber(new SideLineTable(BuildId, files, lines, names, nodes, segments, []));
    }

    private static SideLineTable Renumber(SideLineTable table)
    {
        Dictionary<int, int> numbers = [];
        List<SideFunction> functions = [];
        foreach (SideSegment segment in table.Segments)
        {
            Stack<int> path = new();
            for (int node = segment.Node; node >= 0; node = table.Nodes[node].Parent)
            {
                path.Push(node);
            }

            foreach (int node in path.Where(node => numbers.TryAdd(table.Nodes[node].Function, functions.Count)))
            {
                functions.Add(table.Functions[table.Nodes[node].Function]);
            }
        }

        return table with
        {
            Functions = functions,
            Nodes = [.. table.Nodes.Select(node => node with { Function = numbers.GetValueOrDefault(node.Function) })],
        };
    }
}
