// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Runtime.InteropServices;

using Kelf.Kernel.Kallsyms.Compression;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>Where <c>kallsyms_token_table</c> and, right after it, <c>kallsyms_token_index</c> begin.</summary>
/// <param name="Order">The byte order of the index.</param>
/// <param name="Table">Offset of the table.</param>
/// <param name="Index">Offset of the index.</param>
internal readonly record struct TokenPlace(ByteOrder Order, int Table, int Index)
{
    /// <summary>Offset of what follows.</summary>
    public int End => Index + (TokenCompression.Codes * sizeof(ushort));
}

/// <summary>
/// Finds the tokens, which look alike in all releases and are the anchor of everything else: 256 strings, and their 256 offsets,
/// each of which has to be where the string before it ends.
/// </summary>
internal static class TokenSearch
{
    /// <summary>Most zeros between two tables: the alignments of all machines, and the room of tables that are linked once.</summary>
    public const int MostRoom = 1 << 17;

    // KSYM_NAME_LEN, with the letter and the NUL.
    private const int LongestToken = 514;

    /// <summary>Finds all of them.</summary>
    public static List<TokenPlace> Find(ReadOnlySpan<byte> bytes, SearchBudget budget)
    {
        List<TokenPlace> found = [];
        ReadOnlySpan<ushort> numbers = MemoryMarshal.Cast<byte, ushort>(bytes);
        budget.Spend(bytes.Length);
        Span<int> starts = stackalloc int[TokenCompression.Codes];
        // The first offset is 0 and no other is: what follows a run of zeros is looked at once.
        for (int at = 0; numbers[at..].IndexOf((ushort)0) is >= 0 and var zero; at++)
        {
            at += zero;
            if (numbers[at..].IndexOfAnyExcept((ushort)0) is not (> 0 and var zeros))
            {
                break;
            }

            at += zeros;
            if (numbers.Length - (at - 1) < TokenCompression.Codes)
            {
                break;
            }

            ReadOnlySpan<ushort> index = numbers.Slice(at - 1, TokenCompression.Codes);
            foreach (ByteOrder order in (ReadOnlySpan<ByteOrder>)[ByteOrder.Little, ByteOrder.Big])
            {
                if (TryRead(index, order == ByteOrder.Big, starts))
                {
                    budget.Spend(starts[^1] + MostRoom);
                    AddTables(bytes, (at - 1) * sizeof(ushort), starts, order, found);
                }
            }
        }

        return found;
    }

    private static bool TryRead(ReadOnlySpan<ushort> index, bool isBig, Span<int> starts)
    {
        starts[0] = 0;
        for (int code = 1; code < starts.Length; code++)
        {
            starts[code] = isBig == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(index[code]) : index[code];
            if (starts[code] <= starts[code - 1] || starts[code] - starts[code - 1] > LongestToken)
            {
                return false;
            }
        }

        return true;
    }

    // How long the last token is the index does not say: it is the last text before the index, or empty.
    private static void AddTables(ReadOnlySpan<byte> bytes, int index, ReadOnlySpan<int> starts, ByteOrder order, List<TokenPlace> found)
    {
        ReadOnlySpan<byte> before = bytes[Math.Max(0, index - MostRoom - starts.Length)..index];
        int end = index - before.Length + before.LastIndexOfAnyExcept((byte)0) + 1;
        int last = starts.Length - 2;
        while (last > 0 && starts[last + 1] - starts[last] == 1)
        {
            last--;
        }

        int textStart = bytes[Math.Max(0, end - LongestToken)..end].LastIndexOf((byte)0) is >= 0 and var zero
            ? Math.Max(0, end - LongestToken) + zero + 1
            : 0;
        int ifLast = textStart - starts[^1];
        int ifEmpty = end + 1 - starts[last + 1];
        if (IsTable(bytes[..index], ifLast, starts))
        {
            found.Add(new TokenPlace(order, ifLast, index));
        }

        if (ifEmpty != ifLast && IsTable(bytes[..index], ifEmpty, starts))
        {
            found.Add(new TokenPlace(order, ifEmpty, index));
        }
    }

    private static bool IsTable(ReadOnlySpan<byte> bytes, int table, ReadOnlySpan<int> starts)
    {
        if (table < 0 || table + starts[^1] >= bytes.Length)
        {
            return false;
        }

        for (int code = 0; code + 1 < starts.Length; code++)
        {
            if (bytes[(table + starts[code])..].IndexOf((byte)0) != starts[code + 1] - starts[code] - 1)
            {
                return false;
            }
        }

        ReadOnlySpan<byte> rest = bytes[(table + starts[^1])..];
        return rest.IndexOf((byte)0) is >= 0 and var length && !rest[length..].ContainsAnyExcept((byte)0);
    }
}
