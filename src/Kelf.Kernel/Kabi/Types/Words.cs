// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Types;

/// <summary>
/// The words of a symtypes record: its name, and the tokens of the type. Characters are those of UTF-8; white space is that of ASCII.
/// </summary>
internal static class Words
{
    /// <summary>
    /// Takes the next word off a line. One whose second and third characters are <c>#'</c> has blanks up to the next quote:
    /// <c>s#'core::result::Result&lt;u8, E&gt;'</c>.
    /// </summary>
    /// <returns>The word; empty when there is none.</returns>
    public static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        rest = rest[CountBlanks(rest)..];
        if (rest.IsEmpty)
        {
            return default;
        }

        int end = FirstCharacter(rest);
        if (rest[end..].StartsWith("#'"u8))
        {
            int quote = rest[(end + 2)..].IndexOf((byte)'\'');
            end = quote < 0 ? rest.Length : end + 2 + quote + 1;
        }

        while (end < rest.Length && !IsBlank(rest[end]))
        {
            end++;
        }

        ReadOnlySpan<byte> word = rest[..end];
        rest = rest[end..];
        return word;
    }

    /// <summary>Does the word name a type? Its second character says so, whatever the first is: <c>s#dev</c>.</summary>
    public static bool IsReference(ReadOnlySpan<byte> word) =>
        !word.IsEmpty && FirstCharacter(word) is var first && first < word.Length && word[first] == '#';

    /// <summary>The name of a type without its kind: <c>dev</c> of <c>s#dev</c>.</summary>
    public static ReadOnlySpan<byte> BaseOf(ReadOnlySpan<byte> reference) => reference[(FirstCharacter(reference) + 1)..];

    /// <summary>A line without the white space around it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        line = line[CountBlanks(line)..];
        int end = line.Length;
        while (end > 0 && IsBlank(line[end - 1]))
        {
            end--;
        }

        return line[..end];
    }

    private static int CountBlanks(ReadOnlySpan<byte> text)
    {
        int blanks = 0;
        while (blanks < text.Length && IsBlank(text[blanks]))
        {
            blanks++;
        }

        return blanks;
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f';

    // Length of the first character in bytes.
    private static int FirstCharacter(ReadOnlySpan<byte> word) => Math.Min(word.Length, word[0] switch
    {
        < 0xc0 => 1,
        < 0xe0 => 2,
        < 0xf0 => 3,
        _ => 4,
    });
}
