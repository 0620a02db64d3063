// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.SymbolPaths.Decode.Script;

/// <summary>The word that <c>decode_stacktrace.sh</c> takes for a symbol.</summary>
/// <param name="Bare">What is left of it when it is not found: brackets and segments go all the same.</param>
/// <param name="Segment"><c>0010:</c>, or nothing.</param>
/// <param name="Name">The name.</param>
/// <param name="Offset">The offset; null when it is no number.</param>
internal readonly record struct ScriptSymbol(string Bare, string Segment, string Name, ulong? Offset)
{
    /// <summary>Takes a word apart.</summary>
    public static ScriptSymbol Parse(string word)
    {
        string bare = word.StartsWith('(') ? word[1..] : word;
        bare = bare.EndsWith(')') ? bare[..^1] : bare;
        int colon = bare.IndexOf(':', StringComparison.Ordinal);
        string segment = bare[..(colon + 1)];
        bare = bare[(colon + 1)..];
        int plus = bare.LastIndexOf('+');
        string name = plus < 0 ? bare : bare[..plus];
        string sum = bare.LastIndexOf('/') is >= 0 and int slash ? bare[..slash] : bare;
        return new ScriptSymbol(bare, segment, name, OffsetIn(sum));
    }

    // Arithmetic of the shell: a name without a value is 0, and so is nothing.
    private static ulong? OffsetIn(string sum)
    {
        string text = sum[(sum.IndexOf('+', StringComparison.Ordinal) + 1)..];
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value) ? value : null;
        }

        return text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_') && (text.Length == 0 || !char.IsAsciiDigit(text[0]))
            ? 0
            : null;
    }
}
