// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Globalization;

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

    private static readonly SearchValues<byte> s_hexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

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
        List<(ulong Address, ulong Size, int Index)> functions = [];
        while (true)
        {
            ReadOnlySpan<byte> address = Word(ref listing, MostDigits);
            ReadOnlySpan<byte> size = Word(ref listing, MostDigits);
            ReadOnlySpan<byte> type = Word(ref listing, 1);
            if (type.IsEmpty)
            {
                break;
            }

            if (type[0] is (byte)'t' or (byte)'T' or (byte)'W')
            {
                functions.Add((Number(address), Number(size), functions.Count));
            }

            // The name, or what is left of it.
            Word(ref listing, int.MaxValue);
        }

        // By address; those of one address stay in their order, which decides which of them is asked.
        functions.Sort((a, b) => (a.Address, a.Index).CompareTo((b.Address, b.Index)));
        return [.. functions.Select(function => (function.Address, function.Size))];
    }

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> text, int most)
    {
        ReadOnlySpan<byte> blanks = " \t\n\v\f\r"u8;
        int start = text.IndexOfAnyExcept(blanks);
        text = start < 0 ? default : text[start..];
        int end = text.IndexOfAny(blanks);
        ReadOnlySpan<byte> word = text[..Math.Min(end < 0 ? text.Length : end, most)];
        text = text[word.Length..];
        return word;
    }

    // As strtoull: what follows the digits does not count.
    private static ulong Number(ReadOnlySpan<byte> word)
    {
        int end = word.IndexOfAnyExcept(s_hexDigits);
        ReadOnlySpan<byte> digits = end < 0 ? word : word[..end];
        return digits.IsEmpty ? 0 : ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
