// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kallsyms.Decoding;

/// <summary>
/// Whether the places in the order of names are right: each entry once, and names ascending. With LTO of clang Linux 6.1 to 6.10 order
/// by less than the name: without <c>.llvm.</c> and what follows, and up to 6.4 without the first dot and what follows.
/// </summary>
/// <param name="Mistake">What is wrong with the first wrong place; null if all are right.</param>
/// <param name="Place">The number of that place.</param>
/// <param name="IsCut">Whether the order is that of names that were cut.</param>
internal readonly record struct NameOrderCheck(string? Mistake, int Place, bool IsCut)
{
    /// <summary>Reads the places.</summary>
    /// <param name="places">The table.</param>
    /// <param name="strings">Letters with names.</param>
    /// <param name="texts">Numbers of the entries' strings, in table order.</param>
    /// <param name="layout">Whose tables they are.</param>
    /// <exception cref="MalformedFileException">The table is cut short.</exception>
    public static NameOrderCheck Run(Region places, ByteStringTable strings, int[] texts, KallsymsLayout layout)
    {
        bool[] seen = new bool[texts.Length];
        NameOrderCheck check = Run(places, strings, texts, seen, default);
        // What else is wrong with places does not depend on what names are compared by.
        foreach (string end in layout < KallsymsLayout.Linux72 && check.IsCut ? (string[])[".llvm.", "."] : [])
        {
            Array.Clear(seen);
            byte[] cut = System.Text.Encoding.ASCII.GetBytes(end);
            if (Run(places, strings, texts, seen, cut).Mistake is null)
            {
                return new NameOrderCheck(null, 0, IsCut: true);
            }
        }

        return check with { IsCut = false };
    }

    // IsCut says that the mistake is one of the order.
    private static NameOrderCheck Run(Region places, ByteStringTable strings, int[] texts, bool[] seen, ReadOnlySpan<byte> end)
    {
        Cursor cursor = places.Read(ByteOrder.Big);
        ReadOnlySpan<byte> previous = default;
        int before = -1;
        for (int i = 0; i < texts.Length; i++)
        {
            int place = (int)cursor.U24();
            if (place >= texts.Length || seen[place])
            {
                return new($"place {i} is entry {place}: {(place >= texts.Length ? $"there are {texts.Length} entries" : "this entry is there already")}", i, IsCut: false);
            }

            seen[place] = true;
            ReadOnlySpan<byte> name = strings[texts[place]][1..];
            name = !end.IsEmpty && name.IndexOf(end) is >= 0 and var length ? name[..length] : name;
            int order = previous.SequenceCompareTo(name);
            if (before >= 0 && (order > 0 || (order == 0 && before > place)))
            {
                return new($"place {i} is entry {place}: names do not ascend from entry {before}", i, IsCut: true);
            }

            previous = name;
            before = place;
        }

        return default;
    }
}
