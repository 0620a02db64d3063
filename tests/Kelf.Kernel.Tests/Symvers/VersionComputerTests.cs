// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Settings;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.Kernel.Symvers.Versions;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.Symvers;

/// <summary>
/// Versions joined from parts, against the CRC of the whole text, and what they cost. A text is written here with the
/// names that it refers to as capitals: <c>"x(A,B)"</c> refers to the first type and to the second.
/// </summary>
public sealed class VersionComputerTests
{
    [Theory]
    [InlineData("p", "a")]
    [InlineData("p(A)", "a")] // one reference
    [InlineData("p(A,A)", "a")] // the second is written as a name
    [InlineData("p(A,B,A)", "a", "b{A}")] // used by the symbol, then within a type
    [InlineData("p(B,A)", "a", "b{A}")] // and the other way round
    [InlineData("p(A,B)", "a{B}", "b{A}")] // a ring
    [InlineData("p(A)", "a{A}")] // of one
    [InlineData("AB", "B", "")] // nothing between
    public void A_version_is_the_crc_of_the_whole_text(string symbol, params string[] types) => Check(types, symbol);

    [Fact]
    public void So_it_is_for_any_texts()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            int names = random.Next(1, 100);
            string Text() => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ =>
                random.Next(2) == 0 ? Capital(random.Next(names)).ToString() : "text"[random.Next(4)..]));
            Check([.. Enumerable.Range(0, names).Select(_ => Text())], [.. Enumerable.Range(0, 6).Select(_ => Text())]);
        }
    }

    // More levels than there is room for at first, twice over.
    [Fact]
    public void Types_lie_in_each_other_as_deep_as_they_like() =>
        Check([.. Enumerable.Range(1, 199).Select(next => $"({Capital(next)})"), "end"], "A", "zA");

    // A part is a run of bytes with the reference after it, or the last run: two of "xA", two of A, one of B.
    [Theory]
    [InlineData(5, "xA")]
    [InlineData(5 + 2 + 2, "xA", "xA", "yA")] // what A expands to is known then
    [InlineData(7 + 4, "xAC", "yAC")] // but not what C expands to after A
    public void The_parts_that_are_joined_are_counted(long parts, params string[] symbols)
    {
        string[] types = ["aB", "b", "c"];
        Assert.Equal(symbols.Length, Compute(types, symbols, parts).Length);
        RefusedException refused = Assert.Throws<RefusedException>(() => Compute(types, symbols, parts - 1));
        Assert.Contains("million parts", refused.Message, StringComparison.Ordinal);
    }

    private static void Check(string[] types, params string[] symbols) =>
        Assert.Equal(Array.ConvertAll(symbols, symbol => Expected(types, symbol)), Compute(types, symbols));

    // The definition: each name is replaced by its text the first time it occurs, from left to right.
    private static FoundVersion Expected(string[] types, string symbol)
    {
        HashSet<int> used = [];
        StringBuilder whole = new();
        Stack<IEnumerator<char>> open = new([symbol.GetEnumerator()]);
        while (open.TryPeek(out IEnumerator<char>? text))
        {
            if (!text.MoveNext())
            {
                open.Pop();
            }
            else if (!IsReference(text.Current))
            {
                whole.Append(text.Current);
            }
            else if (used.Add(Number(text.Current)))
            {
                open.Push(types[Number(text.Current)].GetEnumerator());
            }
            else
            {
                whole.Append(Name(Number(text.Current)));
            }
        }

        return new FoundVersion(Crc32.Append(0, System.Text.Encoding.Latin1.GetBytes(whole.ToString())), whole.Length);
    }

    // With room for so many parts.
    private static FoundVersion[] Compute(string[] types, string[] symbols, long? parts = null)
    {
        TypeTexts texts = new();
        for (int i = 0; i < types.Length; i++)
        {
            int name = texts.Names.Add(System.Text.Encoding.Latin1.GetBytes(Name(i)));
            texts.Offer(name, InPieces(types[i]), 0);
        }

        CompiledTexts compiled = CompiledTexts.Compile(texts, Array.ConvertAll(symbols, InPieces), out (int, int)[] steps);
        using NativeBuffer image = new DwarfBuilder().Unit(new UnitSpec(), Die(DwTag.CompileUnit))
            .AddTo(new ElfBuilder(type: ElfType.Executable)).BuildInMemory();
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(image.Contents));
        TextTotal total = new(dwarf);
        if (parts is { } room)
        {
            // What a file may spend is 64 Mi and 64 for each byte of its entries.
            total.SpendParts((64 << 20) + (64 * dwarf.Units[0].Contents.Length) - room);
        }

        VersionComputer computer = new(compiled, total);
        return Array.ConvertAll(steps, computer.Compute);
    }

    private static byte[] InPieces(string text) => [.. text.SelectMany(letter => IsReference(letter)
        ? [0, (byte)PieceKind.Reference, (byte)Number(letter), 0, 0, 0]
        : new[] { (byte)letter })];

    private static bool IsReference(char letter) => letter is (>= 'A' and <= 'Z') or >= '\u0100';

    private static char Capital(int number) => (char)(number < 26 ? 'A' + number : '\u0100' + number);

    private static int Number(char capital) => capital <= 'Z' ? capital - 'A' : capital - '\u0100';

    // Of different lengths.
    private static string Name(int number) => $"s#{new string('n', number % 7)}{number}";
}
