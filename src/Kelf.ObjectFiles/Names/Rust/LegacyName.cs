// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kelf.ObjectFiles.Names.Rust;

/// <summary>
/// Names of Rust before v0: they look like those of C++, <c>_ZN4core3fmt5write17h0123456789abcdefE</c>, and end with a hash.
/// What an identifier may not contain is written <c>$LT$</c>, <c>$u7e$</c> and so on, and <c>..</c> stands for <c>::</c>.
/// </summary>
internal static class LegacyName
{
    // "h" and 64 bits.
    private const int HashLength = 17;

    private static readonly SearchValues<byte> s_hexDigits = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>Reads what follows <c>_ZN</c>.</summary>
    /// <returns>Null when it is no name of Rust.</returns>
    public static string? TryDemangle(ReadOnlySpan<byte> name)
    {
        NameInput input = new(name);
        NameText text = new();
        ReadOnlySpan<byte> element = default;
        for (int count = 0; !input.TakeIf('E'); count++)
        {
            // The last one, which is the hash, is not printed.
            if ((count > 1 && !text.Put("::")) || (count > 0 && !Put(text, element)) || !input.TryText(out element))
            {
                return null;
            }
        }

        ReadOnlySpan<byte> suffix = name[input.Position..];
        return text.ToString().Length > 0 && IsHash(element) && (suffix.IsEmpty || suffix[0] == '.') && text.Put(suffix)
            ? text.ToString()
            : null;
    }

    private static bool IsHash(ReadOnlySpan<byte> element) =>
        element.Length == HashLength && element[0] == 'h' && !element[1..].ContainsAnyExcept(s_hexDigits);

    private static bool Put(NameText text, ReadOnlySpan<byte> element)
    {
        // An identifier begins with a letter; before an escape a "_" makes it one.
        ReadOnlySpan<byte> rest = element.StartsWith("_$"u8) ? element[1..] : element;
        while (!rest.IsEmpty)
        {
            int plain = rest.IndexOfAny((byte)'.', (byte)'$');
            if (plain < 0)
            {
                return text.Put(rest);
            }

            bool isPut = text.Put(rest[..plain]);
            rest = rest[plain..];
            isPut &= text.Put(rest[0] == '$' ? Unescape(ref rest) : Dots(ref rest));
            if (!isPut)
            {
                return false;
            }
        }

        return true;
    }

    private static string Dots(ref ReadOnlySpan<byte> rest)
    {
        bool isPath = rest.StartsWith(".."u8);
        rest = rest[(isPath ? 2 : 1)..];
        return isPath ? "::" : ".";
    }

    // What is no escape is printed as it is.
    private static string Unescape(ref ReadOnlySpan<byte> rest)
    {
        int length = rest[1..].IndexOf((byte)'$');
        if (length < 0 || CharacterOf(rest.Slice(1, length)) is not { } character)
        {
            rest = rest[1..];
            return "$";
        }

        rest = rest[(length + 2)..];
        return character;
    }

    private static string? CharacterOf(ReadOnlySpan<byte> escape) => Encoding.Latin1.GetString(escape) switch
    {
        "SP" => "@",
        "BP" => "*",
        "RF" => "&",
        "LT" => "<",
        "GT" => ">",
        "LP" => "(",
        "RP" => ")",
        "C" => ",",
        ['u', .. string digits] => OfCode(digits),
        _ => null,
    };

    private static string? OfCode(string digits) =>
        uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code)
            ? NameText.CharacterOf(code)?.ToString()
            : null;
}
