// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Compression;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Format;

namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>Walks what may be names, as a kernel does that looks for an entry, and looks at nothing but lengths and letters.</summary>
internal readonly struct NamesWalk
{
    private readonly int[] _lengths;
    private readonly bool[] _areLetters;

    /// <summary>Prepares the tokens.</summary>
    public NamesWalk(ReadOnlySpan<byte> bytes, in TokenPlace tokens)
    {
        _lengths = new int[TokenCompression.Codes];
        _areLetters = new bool[TokenCompression.Codes];
        int at = tokens.Table;
        for (int code = 0; code < _lengths.Length; code++)
        {
            _lengths[code] = bytes[at..].IndexOf((byte)0);
            // What nm prints: letters, and ? for what it does not know.
            _areLetters[code] = _lengths[code] > 0 && (char.IsAsciiLetter((char)bytes[at]) || bytes[at] == (byte)'?');
            at += _lengths[code] + 1;
        }
    }

    /// <summary>Whether so many names are there, the markers are right, and nothing but zeros follows up to them.</summary>
    public bool Fits(ImageNumbers numbers, NamesPlace place, SearchBudget budget)
    {
        ReadOnlySpan<byte> bytes = numbers.Bytes;
        int at = place.Names;
        int marker = place.Markers;
        for (int i = 0; i < place.Entries; i++)
        {
            if (i % TableShape.MarkerDistance == 0)
            {
                budget.Spend(TableShape.MarkerDistance);
                if (numbers.Word(marker, place.MarkerSize) != (ulong)(at - place.Names))
                {
                    return false;
                }

                marker += place.MarkerSize;
            }

            int size = at < place.Markers ? bytes[at++] : 0;
            if (size >= 0x80 && at < place.Markers)
            {
                size = (size & 0x7f) | (bytes[at++] << 7);
            }

            if (size == 0 || size > place.Markers - at || !_areLetters[bytes[at]] || !IsName(bytes.Slice(at, size)))
            {
                return false;
            }

            at += size;
            budget.Spend(size);
        }

        return place.Markers - at <= TokenSearch.MostRoom && numbers.IsZero(at, place.Markers);
    }

    private bool IsName(ReadOnlySpan<byte> codes)
    {
        int length = 0;
        foreach (byte code in codes)
        {
            if (_lengths[code] == 0)
            {
                return false;
            }

            length += _lengths[code];
        }

        // A letter, and one byte of a name at least.
        return length is >= 2 and <= EntrySelection.NameRoom;
    }
}
