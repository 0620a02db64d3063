// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Shared;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

/// <summary>The order of names, against sorting them byte by byte.</summary>
public sealed class NameOrderTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void Names_are_in_the_order_of_their_bytes_then_of_the_tables(int seed, bool cutsSuffix)
    {
        // Lengths about the eight bytes that are compared at a time, few letters, and some above 0x7f.
        Random random = new(seed);
        char[] letters = ['a', 'b', '_', 'é'];
        string[] names = [.. Enumerable.Range(0, 400).Select(_ => Name(random, letters))];
        Assert.Equal(Expected(names, cutsSuffix), NameOrder.Of(Entries(names), cutsSuffix));
    }

    [Fact]
    public void Equal_names_of_any_length_stay_in_their_order()
    {
        foreach (int length in (int[])[1, 7, 8, 9, 15, 16, 17, 24])
        {
            string name = new('x', length);
            Assert.Equal([0, 1, 2, 3, 4], NameOrder.Of(Entries([name, name, name, name, name]), false));
            Assert.Equal([1, 0, 2, 3, 4], NameOrder.Of(Entries([name, name[1..], name, name, name + "a"]), false));
        }

        Assert.Empty(NameOrder.Of(Entries([]), true));
    }

    [Theory]
    [InlineData("b.llvm.1 a.llvm.9 a", false, "2 1 0")]
    [InlineData("b.llvm.1 a.llvm.9 a", true, "1 2 0")]
    [InlineData("eightlen.llvm.2 eightlen.llvm.1 eightlen", true, "0 1 2")]
    [InlineData("eightlen.llvm.2 eightlen.llvm.1 eightlen", false, "2 1 0")]
    [InlineData(".llvm.b .llvm.a x", true, "0 1 2")]
    public void A_suffix_counts_or_does_not(string names, bool cutsSuffix, string order) => Assert.Equal(
        order, string.Join(' ', NameOrder.Of(Entries(names.Split(' ')), cutsSuffix)));

    private static string Name(Random random, char[] letters)
    {
        string start = random.Next(3) switch { 0 => "", 1 => "sameeight", _ => "same_sixteen_byt" };
        string name = start + string.Concat(Enumerable.Range(0, random.Next(1, 11)).Select(_ => letters[random.Next(letters.Length)]));
        return random.Next(3) == 0 ? name + ".llvm." + random.Next(3) : name;
    }

    private static int[] Expected(string[] names, bool cutsSuffix)
    {
        byte[][] keys = [.. names.Select(name => Encoding.Latin1.GetBytes(cutsSuffix ? name.Split(".llvm.")[0] : name))];
        return [.. Enumerable.Range(0, names.Length).Order(Comparer<int>.Create((a, b) =>
            keys[a].AsSpan().SequenceCompareTo(keys[b]) is not 0 and var order ? order : a.CompareTo(b)))];
    }

    private static KallsymsEntries Entries(string[] names)
    {
        ByteStringTable strings = new();
        return new KallsymsEntries(
            strings, [.. names.Select((name, i) => new KallsymsEntry((ulong)i, strings.Add(Encoding.Latin1.GetBytes("t" + name)), i))], null);
    }
}
