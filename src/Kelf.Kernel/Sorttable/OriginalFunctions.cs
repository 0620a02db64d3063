// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Sorttable;

/// <summary>
/// The functions that the original takes from a listing of <c>nm -S</c>, and its search among them. The listing has no
/// size for some symbols and the original does not look at line ends, so functions get lost; of several at one address
/// it asks only one. What it would not find can thus be counted.
/// </summary>
/// <example>
/// The second line is eaten by the first, which has no size: <c>000000c8 a i</c>, <c>00001000 00000010 T f</c>.
/// </example>
public sealed class OriginalFunctions
{
    // The width of the original's conversions.
    private const int MostDigits = 16;

    // Read when first asked: images without function tracer never do.
    private readonly Lazy<(ulong Address, ulong Size)[]> _functions;

    /// <summary>Takes a listing. Anything will do: what is no listing names no functions.</summary>
    public OriginalFunctions(ReadOnlyMemory<byte> listing)
    {
        _functions = new(() => Read(listing.Span));
    }

    /// <summary>True when the original finds a function for an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="before">How far before a function an address may lie.</param>
    public bool Contains(ulong address, ulong before)
    {
        // It zeroes nothing when it knows no function.
        (ulong Address, ulong Size)[] functions = _functions.Value;
        if (functions.Length == 0)
        {
            return true;
        }

        int low = 0, high = functions.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            (ulong start, ulong size) = functions[middle];
            if (unchecked(address + before) < start)
            {
                high = middle;
            }
            else if (address >= unchecked(start + size))
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static (ulong Address, ulong Size)[] Read(ReadOnlySpan<byte> listing)
    {
        List<ulong> addresses = [], sizes = [];
        int position = 0;
        while (true)
        {
            ReadOnlySpan<byte> address = Word(listing, ref position, MostDigits);
            ReadOnlySpan<byte> size = Word(listing, ref position, MostDigits);
            ReadOnlySpan<byte> type = Word(listing, ref position, 1);
            if (type.IsEmpty)
            {
                break;
            }

            if (type[0] is (byte)'t' or (byte)'T' or (byte)'W')
            {
                addresses.Add(Number(address));
                sizes.Add(Number(size));
            }

            // The name, or what is left of it.
            Word(listing, ref position, int.MaxValue);
        }

        return Sort([.. addresses], sizes);
    }

    // By address; those of one address stay in their order, which decides which of them is asked.
    private static (ulong Address, ulong Size)[] Sort(ulong[] addresses, List<ulong> sizes)
    {
        int[] order = [.. Enumerable.Range(0, addresses.Length)];
        Array.Sort(addresses, order);
        for (int start = 0, end; start < addresses.Length; start = end)
        {
            for (end = start + 1; end < addresses.Length && addresses[end] == addresses[start]; end++)
            {
            }

            Array.Sort(order, start, end - start);
        }

        (ulong Address, ulong Size)[] functions = new (ulong, ulong)[addresses.Length];
        for (int i = 0; i < functions.Length; i++)
        {
            functions[i] = (addresses[i], sizes[order[i]]);
        }

        return functions;
    }

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> text, ref int position, int most)
    {
        // Words are short: looking at each byte is faster than searching.
        while (position < text.Length && IsBlank(text[position]))
        {
            position++;
        }

        int start = position;
        while (position < text.Length && position - start < most && !IsBlank(text[position]))
        {
            position++;
        }

        return text[start..position];
    }

    // As isspace.
    private static bool IsBlank(byte c) => c is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');

    // As strtoull: what follows the digits does not count.
    private static ulong Number(ReadOnlySpan<byte> word)
    {
        ulong number = 0;
        foreach (byte c in word)
        {
            int digit = c switch
            {
                >= (byte)'0' and <= (byte)'9' => c - '0',
                >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
            {
                break;
            }

            number = (number << 4) | (uint)digit;
        }

        return number;
    }
}
