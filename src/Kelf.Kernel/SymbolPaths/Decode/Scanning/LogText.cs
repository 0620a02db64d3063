// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Buffers.Text;

namespace Kelf.Kernel.SymbolPaths.Decode.Scanning;

/// <summary>What words of a log are made of.</summary>
internal static class LogText
{
    private const byte Escape = 0x1b;
    // Longer ones are no colours (ECMA-48 5.4 has no limit).
    private const int LongestColour = 32;

    // '@' is in the aliases that kelf makes.
    private static readonly SearchValues<byte> s_nameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.$@"u8);

    /// <summary>Where the name that ends a text starts; the text's length when none does.</summary>
    public static int StartOfName(ReadOnlySpan<byte> text)
    {
        int start = text.LastIndexOfAnyExcept(s_nameBytes) + 1;
        return start + ColourBefore(text, start);
    }

    /// <summary>Bytes of the name that a text starts with.</summary>
    public static int LengthOfName(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAnyExcept(s_nameBytes);
        length = length < 0 ? text.Length : length;
        return length == 0 || char.IsAsciiDigit((char)text[0]) ? 0 : length;
    }

    /// <summary>
    /// How much of a word is the end of a colour: of <c>ESC[1;32mname</c> the word is <c>32mname</c>, and three bytes of it are the
    /// colour's (ECMA-48 5.4: parameters and a final byte).
    /// </summary>
    /// <param name="text">A line.</param>
    /// <param name="word">Where the word starts.</param>
    public static int ColourBefore(ReadOnlySpan<byte> text, int word)
    {
        ReadOnlySpan<byte> before = text[Math.Max(word - LongestColour, 0)..word];
        before = before[..(before.LastIndexOfAnyExceptInRange((byte)'0', (byte)';') + 1)];
        if (!before.EndsWith([Escape, (byte)'[']))
        {
            return 0;
        }

        ReadOnlySpan<byte> rest = text[word..];
        int final = rest.IndexOfAnyExceptInRange((byte)'0', (byte)';');
        return final < 0 ? 0 : final + 1;
    }

    /// <summary>A number with <c>0x</c> before it.</summary>
    public static bool TryHex(ReadOnlySpan<byte> text, out ulong value, out int length)
    {
        (value, length) = (0, 0);
        if (!text.StartsWith("0x"u8) || !Utf8Parser.TryParse(text[2..], out value, out int digits, 'x'))
        {
            return false;
        }

        length = digits + 2;
        return true;
    }

    /// <summary>An address: hexadecimal digits, with or without <c>0x</c>, and nothing else.</summary>
    /// <remarks>Fewer than eight digits are the number of a processor or a thread, or the 0 of <c>/proc/PID/stack</c>.</remarks>
    public static ulong? AddressIn(ReadOnlySpan<byte> word)
    {
        word = word.StartsWith("0x"u8) ? word[2..] : word;
        return word.Length is >= 8 and <= 16 && Utf8Parser.TryParse(word, out ulong address, out int used, 'x') && used == word.Length
            ? address
            : null;
    }

    /// <summary>The text without what ends a line.</summary>
    public static ReadOnlySpan<byte> WithoutEnd(ReadOnlySpan<byte> text) => text.TrimEnd("\r\n"u8);
}
