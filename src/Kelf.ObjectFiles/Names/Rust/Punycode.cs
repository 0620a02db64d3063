// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Text;

namespace Kelf.ObjectFiles.Names.Rust;

/// <summary>Identifiers that are not all ASCII: Punycode (RFC 3492) with <c>_</c> for <c>-</c>, as RFC 2603 says.</summary>
internal static class Punycode
{
    // RFC 3492, section 5.
    private const uint Base = 36;
    private const uint MinThreshold = 1;
    private const uint MaxThreshold = 26;
    private const uint Skew = 38;
    private const uint Damp = 700;
    private const uint InitialBias = 72;
    private const uint InitialCode = 0x80;

    /// <summary>Decodes an identifier.</summary>
    /// <param name="text">What stands in the name: the characters of ASCII, <c>_</c>, and where the others go.</param>
    /// <returns>Null when it is malformed, or longer than a readable name may be.</returns>
    public static string? TryDecode(ReadOnlySpan<byte> text)
    {
        if (text.Length > RustName.MaxLength)
        {
            return null;
        }

        int end = text.LastIndexOf((byte)'_');
        List<Rune> runes = [];
        foreach (byte ascii in text[..Math.Max(end, 0)])
        {
            runes.Add(new Rune(ascii));
        }

        return TryInsert(runes, text[(end + 1)..]) ? string.Concat(runes) : null;
    }

    // Section 6.2. With unsigned numbers of 64 bits, none of which a step can carry beyond 2^32 * 36 before it is compared.
    private static bool TryInsert(List<Rune> runes, ReadOnlySpan<byte> digits)
    {
        ulong code = InitialCode;
        ulong place = 0;
        ulong bias = InitialBias;
        for (int next = 0; next < digits.Length;)
        {
            ulong before = place;
            ulong weight = 1;
            for (ulong k = Base; ; k += Base)
            {
                if (next == digits.Length || DigitOf(digits[next++]) is not { } digit)
                {
                    return false;
                }

                place += digit * weight;
                ulong threshold = k <= bias ? MinThreshold : Math.Min(k - bias, MaxThreshold);
                if (digit < threshold)
                {
                    break;
                }

                weight *= Base - threshold;
                if (place > uint.MaxValue || weight > uint.MaxValue)
                {
                    return false;
                }
            }

            ulong count = (ulong)runes.Count + 1;
            bias = Adapt(place - before, count, before == 0);
            code += place / count;
            place %= count;
            if (code > uint.MaxValue || NameText.CharacterOf((uint)code) is not { } rune)
            {
                return false;
            }

            runes.Insert((int)place++, rune);
        }

        return true;
    }

    // Section 6.1.
    private static ulong Adapt(ulong delta, ulong count, bool isFirst)
    {
        delta /= isFirst ? Damp : 2;
        delta += delta / count;
        ulong k = 0;
        for (; delta > (Base - MinThreshold) * MaxThreshold / 2; k += Base)
        {
            delta /= Base - MinThreshold;
        }

        return k + ((Base - MinThreshold + 1) * delta / (delta + Skew));
    }

    private static ulong? DigitOf(byte letter) => letter switch
    {
        >= (byte)'a' and <= (byte)'z' => (ulong)letter - 'a',
        >= (byte)'A' and <= (byte)'Z' => (ulong)letter - 'A',
        >= (byte)'0' and <= (byte)'9' => (ulong)letter - '0' + 26,
        _ => null,
    };
}
