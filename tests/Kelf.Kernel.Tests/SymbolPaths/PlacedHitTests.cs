// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;
using Kelf.Kernel.SymbolPaths.Lookup;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

/// <summary>Places of symbols, from lines that a test says: <c>1004 read a.c:5 in outer a.c:9</c> is a chain at an address.</summary>
public sealed class PlacedHitTests
{
    // 16 bytes each from 0x1000; the first two share their name's function.
    private static readonly string[] s_symbols = ["t read fs/a.c", "t read.cold fs/a.c", "t write fs/b.c", "T _end"];

    [Theory]
    [InlineData("0x1004", "1004 inner a.h:5 in read a.c:9", "inner a.h:5, read a.c:9")]
    [InlineData("read+0x4", "1004 inner a.h:5 in read a.c:9", "inner a.h:5, read a.c:9")]
    [InlineData("0x1014", "1014 read a.c:9", "read a.c:9")]
    [InlineData("0x1004", "1004 other b.c:1|1004 read a.c:9", "read a.c:9")]
    [InlineData("0x1004", "1004 read b.c:1|1004 read a.c:9", "read b.c:1 | read a.c:9")]
    // Another function's code: the line alone, in no function.
    [InlineData("0x1004", "1004 inner a.h:5 in other b.c:1", " a.h:5!")]
    // Assembler has no functions.
    [InlineData("0x1004", "1004 entry_64.S:12", " entry_64.S:12")]
    [InlineData("0x1004", "1005 read a.c:9", "")]
    [InlineData("0x1004", "", "")]
    // Behind the end is another function.
    [InlineData("read+0x10/0x10", "1010 read a.c:9", "")]
    public void An_address_has_the_chains_of_its_symbol(string query, string lines, string expected) =>
        Assert.Equal(expected, Place(query, lines, isReturn: false));

    [Theory]
    [InlineData("read+0x4", "1003 read a.c:8|1004 read a.c:9", "read a.c:8")]
    [InlineData("read+0x10/0x10", "100f read a.c:8", "read a.c:8")]
    // The call is the last instruction of the function before.
    [InlineData("write", "101f read a.c:99|1020 write b.c:1", "read a.c:99 <read.cold>")]
    [InlineData("0x1000", "fff read a.c:8", "")]
    public void A_return_address_has_those_of_the_call(string query, string lines, string expected) =>
        Assert.Equal(expected, Place(query, lines, isReturn: true));

    private static string Place(string query, string lines, bool isReturn)
    {
        SymbolImage image = new(Sketch.Of(s_symbols), module: null, elf: null)
        {
            LineSource = new Lazy<ILineSource?>(new SketchedLines(lines)),
        };
        PlacedHit placed = PlacedHit.Find([new SymbolFinder([image]).Find(SymbolQuery.TryParse(query)!)[0]], isReturn)[0];
        string chains = string.Join(" | ", placed.Place.Chains.Select(chain => string.Join(
            ", ", chain.Places.Select(place => $"{place.Function} {Addr2lineText.Of(place)}"))));
        return $"{chains}{(placed.Place.IsOther ? "!" : "")}{(placed.Caller is { } caller ? $" <{caller}>" : "")}";
    }

    private sealed class SketchedLines(string lines) : ILineSource
    {
        public IReadOnlyList<PlaceChain>[] Find(IReadOnlyList<ulong> addresses) =>
        [
            .. addresses.Select(address => lines.Split('|').Where(line => line.StartsWith($"{address:x} ", StringComparison.Ordinal))
                .Select(line => new PlaceChain([.. line.Split(' ', 2)[1].Split(" in ").Select(Place)])).ToArray()),
        ];

        public void Dispose()
        {
        }

        private static SourcePlace Place(string text)
        {
            string[] words = text.Split(' ');
            string[] place = words[^1].Split(':');
            return new SourcePlace(
                words.Length > 1 ? words[0] : "", "", place[0], uint.Parse(place[1], null), 0, 0, IsInlined: false);
        }
    }
}
