// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Compression;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kallsyms.Decoding;

/// <summary>
/// Reads the names of tables as a kernel does, and checks that every offset is the one that it has to be. Nothing of what
/// writes the tables is used.
/// </summary>
internal sealed class NameDecoder
{
    private const int MostEntries = 1 << 24;
    private const long MostBytes = 1 << 30;

    private readonly LinkedTables _tables;
    private readonly byte[][] _tokens = new byte[TokenCompression.Codes][];
    private readonly ByteStringTable _strings = new();

    private NameDecoder(LinkedTables tables)
    {
        _tables = tables;
    }

    /// <summary>Reads letters with names.</summary>
    /// <param name="tables">The tables.</param>
    /// <exception cref="MalformedFileException">The tables contradict each other.</exception>
    public static DecodedNames Decode(LinkedTables tables)
    {
        NameDecoder decoder = new(tables);
        decoder.ReadTokens();
        return decoder.ReadNames();
    }

    private void ReadTokens()
    {
        Region table = _tables[TablePart.TokenTable];
        Cursor index = _tables[TablePart.TokenIndex].Read(_tables.Order);
        ulong offset = 0;
        for (int code = 0; code < TokenCompression.Codes; code++)
        {
            ushort start = index.U16();
            if (start != offset)
            {
                throw index.Malformed($"token {code} is said to begin at {start}, and begins at {offset}");
            }

            _tokens[code] = table.CString(offset).ToArray();
            offset += (ulong)_tokens[code].Length + 1;
        }
    }

    private DecodedNames ReadNames()
    {
        Cursor number = _tables[TablePart.Count].Read(_tables.Order);
        uint count = number.U32();
        Region contents = _tables[TablePart.Names];
        if (count > MostEntries || count > contents.Length || contents.Length > int.MaxValue)
        {
            throw number.Malformed($"{count} entries cannot be: the names have {contents.Length} bytes");
        }

        int[] texts = new int[count];
        Range[] places = new Range[count];
        Cursor names = contents.Read(_tables.Order);
        Cursor markers = _tables[TablePart.Markers].Read(_tables.Order);
        Span<byte> text = stackalloc byte[EntrySelection.NameRoom];
        long bytes = 0;
        for (int i = 0; i < texts.Length; i++)
        {
            if (i % TableShape.MarkerDistance == 0 && markers.Offset(_tables.MarkerSize == 8) is var marker && marker != (ulong)names.Position)
            {
                throw markers.Malformed($"entry {i} is said to be at 0x{marker:x} of the names, and is at 0x{names.Position:x}");
            }

            int length = ReadName(ref names, text, i, out places[i]);
            texts[i] = _strings.Add(text[..length]);
            bytes += length;
            if (bytes > MostBytes)
            {
                throw names.Malformed($"names of more than {MostBytes} bytes");
            }
        }

        RefuseRest(ref names, count);
        RefuseRest(ref markers, count);
        return new DecodedNames(_strings, texts, places, _tokens);
    }

    private int ReadName(ref Cursor names, scoped Span<byte> text, int entry, out Range place)
    {
        long start = names.Position;
        int size = names.U8();
        if (size >= 0x80)
        {
            size = (size & 0x7f) | (names.U8() << 7);
        }

        place = new Range((int)names.Position, (int)names.Position + size);
        int length = 0;
        foreach (byte code in names.Bytes(size))
        {
            ReadOnlySpan<byte> token = _tokens[code];
            if (token.IsEmpty || token.Length > text.Length - length)
            {
                throw _tables[TablePart.Names].Malformed(
                    (ulong)start,
                    token.IsEmpty ? $"entry {entry} has code 0x{code:x2}, which stands for nothing"
                        : $"entry {entry} is longer than {text.Length} bytes");
            }

            token.CopyTo(text[length..]);
            length += token.Length;
        }

        return length > 0 ? length : throw _tables[TablePart.Names].Malformed((ulong)start, $"entry {entry} has no name");
    }

    // What is after a table fills up to the next, or is room for more: zeros. Of an empty table nothing is known.
    private static void RefuseRest(ref Cursor table, uint count)
    {
        long rest = table.Remaining;
        while (count > 0 && !table.AtEnd)
        {
            if (table.U8() != 0)
            {
                throw table.Malformed($"{rest} bytes are left after the last of {count} entries");
            }
        }
    }
}

/// <summary>Names that were read from tables.</summary>
/// <param name="Strings">Letters with names.</param>
/// <param name="Texts">Number of each entry's string, in table order.</param>
/// <param name="Places">Where each is, in tokens, in the table of names.</param>
/// <param name="Tokens">What each code stands for.</param>
internal sealed record DecodedNames(ByteStringTable Strings, int[] Texts, Range[] Places, byte[][] Tokens);
