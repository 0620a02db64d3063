// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Compression;

/// <summary>
/// The tokens of a set of strings, and each string in them: bytes that no string has stand for the pairs of bytes that
/// occur most often, and pairs may be made of tokens again.
/// </summary>
/// <remarks>
/// Which pairs are chosen depends on sums over all strings, so the result depends on the strings and how often each
/// occurs, but not on their order nor on any address: it serves the next link, too, whose symbols only move.
/// </remarks>
/// <example>
/// <c>T_text</c> and <c>T_stext</c> have <c>te</c>, <c>ex</c>, <c>xt</c>, <c>T_</c> twice each. <c>te</c>, whose second
/// byte is the smallest, becomes byte 0xff.
/// </example>
public sealed class TokenCompression
{
    /// <summary>Number of codes: one for each byte.</summary>
    public const int Codes = 256;

    private readonly ByteStringTable _strings;
    private readonly int[] _multiplicities;
    private readonly byte[] _compressed;
    private readonly Range[] _places;
    private readonly byte[][] _tokens;

    /// <summary>Says what the compression of strings is.</summary>
    /// <param name="strings">The strings.</param>
    /// <param name="multiplicities">How often each occurs.</param>
    /// <param name="compressed">What has the strings in tokens.</param>
    /// <param name="places">Where each is there.</param>
    /// <param name="tokens">What each code stands for.</param>
    internal TokenCompression(
        ByteStringTable strings, int[] multiplicities, byte[] compressed, Range[] places, byte[][] tokens)
    {
        (_strings, _multiplicities, _compressed, _places, _tokens) = (strings, multiplicities, compressed, places, tokens);
    }

    /// <summary>The strings.</summary>
    public ByteStringTable Strings => _strings;

    /// <summary>A string in tokens.</summary>
    /// <param name="text">Number of the string; one that occurs.</param>
    public ReadOnlySpan<byte> this[int text] => _compressed.AsSpan(_places[text]);

    /// <summary>What a code stands for; nothing if it is not used.</summary>
    public ReadOnlySpan<byte> TokenOf(int code) => _tokens[code];

    /// <summary>Compresses the strings of entries.</summary>
    public static TokenCompression Of(KallsymsEntries entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        int[] multiplicities = Count(entries);
        return new PairReplacement(entries.Strings, multiplicities).Run();
    }

    /// <summary>Takes the compression from tables: the object of an earlier link.</summary>
    /// <param name="file">An object or image with tables.</param>
    /// <exception cref="MalformedFileException">It has no tables, or they contradict each other.</exception>
    public static TokenCompression Read(ElfFile file)
    {
        LinkedTables tables = LinkedTables.Find(file);
        DecodedNames names = NameDecoder.Decode(tables);
        int[] multiplicities = new int[names.Strings.Count];
        Range[] places = new Range[names.Strings.Count];
        for (int i = 0; i < names.Texts.Length; i++)
        {
            multiplicities[names.Texts[i]]++;
            places[names.Texts[i]] = names.Places[i];
        }

        return new TokenCompression(
            names.Strings, multiplicities, tables[TablePart.Names].Span().ToArray(), places, names.Tokens);
    }

    /// <summary>Whether this is the compression of those entries, too: they have the same strings, each as often.</summary>
    /// <param name="entries">Entries with the same <see cref="KallsymsEntries.Strings"/>.</param>
    public bool Serves(KallsymsEntries entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (!ReferenceEquals(entries.Strings, _strings))
        {
            return false;
        }

        ReadOnlySpan<int> now = Count(entries);
        int known = Math.Min(now.Length, _multiplicities.Length);
        return now[..known].SequenceEqual(_multiplicities.AsSpan(0, known)) && !now[known..].ContainsAnyExcept(0);
    }

    private static int[] Count(KallsymsEntries entries)
    {
        int[] counts = new int[entries.Strings.Count];
        foreach (ref readonly KallsymsEntry entry in entries.Items.AsSpan())
        {
            counts[entry.Text]++;
        }

        return counts;
    }
}
