// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf.Editing;

/// <summary>String tables made anew: which strings share places, and in which order they stand.</summary>
public sealed class RebuiltStringsTests
{
    private const string Old = "\0main\0domain\0in\0x\0longer_than_eight\0also_longer_than_eight\0main\0";

    [Theory]
    [InlineData(StringOrder.FirstUse, "main in x domain", "\0x\0domain\0")]
    [InlineData(StringOrder.FallingTails, "main in x domain", "\0x\0domain\0")]
    [InlineData(StringOrder.FirstUse, "domain x", "\0domain\0x\0")]
    [InlineData(StringOrder.FallingTails, "domain x", "\0x\0domain\0")]
    [InlineData(StringOrder.FirstUse, "longer_than_eight x also_longer_than_eight", "\0x\0also_longer_than_eight\0")]
    [InlineData(StringOrder.FallingTails, "in longer_than_eight", "\0longer_than_eight\0in\0")]
    [InlineData(StringOrder.FirstUse, "in longer_than_eight", "\0in\0longer_than_eight\0")]
    [InlineData(StringOrder.FirstUse, "", "\0")]
    public void Ends_are_shared(StringOrder order, string names, string table)
    {
        string[] words = names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        uint[] offsets = Array.ConvertAll(words, word => (uint)Old.IndexOf("\0" + word + "\0", StringComparison.Ordinal) + 1);
        RebuiltStrings made = Make(Old, offsets, order);
        Assert.Equal(table, Encoding.ASCII.GetString(made.Bytes.Span));
        Assert.Equal(words, made.Offsets.Select(offset => StringAt(made, offset)));
    }

    [Fact]
    public void Equal_strings_have_one_place_that_of_the_first()
    {
        const uint InMain = 3;
        uint second = (uint)Old.LastIndexOf("main", StringComparison.Ordinal);
        RebuiltStrings made = Make(Old, [second, InMain, 1, second, 0], StringOrder.FirstUse);
        Assert.Equal("\0main\0", Encoding.ASCII.GetString(made.Bytes.Span));
        Assert.Equal([1u, 3u, 1u, 1u, 0u], made.Offsets);
        Assert.Equal([1u, 3u, 1u], Make("\0a\0b\0a\0", [5, 3, 1], StringOrder.FirstUse).Offsets);
    }

    [Fact]
    public void Empty_strings_are_at_zero() => Assert.Equal([0u, 0u, 1u], Make("\0a\0", [0, 2, 1], StringOrder.FirstUse).Offsets);

    [Theory]
    [InlineData(StringOrder.FirstUse)]
    [InlineData(StringOrder.FallingTails)]
    public void Random_tables_hold_every_string_and_none_twice(StringOrder order)
    {
        Random random = new(20_261_121);
        for (int round = 0; round < 200; round++)
        {
            StringBuilder old = new("\0");
            List<uint> offsets = [];
            for (int i = random.Next(40); i > 0; i--)
            {
                int start = old.Length;
                for (int length = random.Next(30); length > 0; length--)
                {
                    old.Append((char)('a' + random.Next(2)));
                }

                offsets.Add((uint)(start + random.Next(old.Length - start + 1)));
                old.Append('\0');
            }

            RebuiltStrings made = Make(old.ToString(), offsets, order);
            Assert.Equal(offsets.Select(offset => StringAt(old.ToString(), offset)), made.Offsets.Select(offset => StringAt(made, offset)));
            Assert.Equal(Expected(offsets.ConvertAll(offset => StringAt(old.ToString(), offset)), order), Encoding.ASCII.GetString(made.Bytes.Span));
        }
    }

    [Fact]
    public void Refuses_what_is_no_string()
    {
        Refuses("a.o: .strtab+0x9: string offset 0x9 is outside (3 bytes)", "\0a\0", [9]);
        Refuses("a.o: .strtab+0x1: string is not NUL-terminated", "\0a", [1]);
        // A string that begins at each byte of a long one.
        string longOne = "\0" + new string('a', 4000) + "\0";
        Refuses(
            "a.o: .strtab+0x21: strings overlap: together they have over 16 times the section's size",
            longOne, [.. Enumerable.Range(1, 4000).Select(offset => (uint)offset)]);
    }

    // Slow and plain: a string that ends no other one has a place.
    private static string Expected(List<string> strings, StringOrder order)
    {
        List<string> distinct = [.. strings.Where(text => text.Length > 0).Distinct()];
        IEnumerable<string> placed = distinct.Where(text =>
            !distinct.Exists(other => other.Length > text.Length && other.EndsWith(text, StringComparison.Ordinal)));
        placed = order == StringOrder.FirstUse
            ? placed
            : placed.OrderByDescending(text => string.Concat(text.Reverse()), StringComparer.Ordinal);
        return "\0" + string.Concat(placed.Select(text => text + "\0"));
    }

    private static RebuiltStrings Make(string old, IReadOnlyList<uint> offsets, StringOrder order)
    {
        using NativeBuffer buffer = InMemory.File(Encoding.ASCII.GetBytes(old), section: ".strtab");
        return RebuiltStrings.Make(buffer.Contents, offsets, order);
    }

    private static void Refuses(string message, string old, IReadOnlyList<uint> offsets) => Assert.Equal(
        message, Assert.Throws<MalformedFileException>(() => Make(old, offsets, StringOrder.FirstUse)).Message);

    private static string StringAt(RebuiltStrings table, uint offset) => StringAt(Encoding.ASCII.GetString(table.Bytes.Span), offset);

    private static string StringAt(string table, uint offset) => table[(int)offset..table.IndexOf('\0', (int)offset)];
}
