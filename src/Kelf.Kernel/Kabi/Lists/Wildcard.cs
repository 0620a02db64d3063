// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.Kernel.Kabi.Lists;

/// <summary>
/// A pattern for whole names: <c>?</c> is one character, <c>*</c> any number of them, <c>[a-c]</c> one of a set, <c>[^a-c]</c> one that
/// is not in it, <c>\c</c> the character c. Characters are Unicode's scalar values.
/// </summary>
internal sealed class Wildcard
{
    private readonly List<Part> _parts = [];

    // What one character may be: no ranges and not negated is any character.
    private sealed record Part(bool IsAnyRun, bool IsNegated, (Rune First, Rune Last)[]? Ranges)
    {
        public bool Accepts(Rune rune) =>
            Ranges is null || Array.Exists(Ranges, range => rune >= range.First && rune <= range.Last) != IsNegated;
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">A set does not end, or nothing follows a <c>\</c>.</exception>
    public Wildcard(string pattern)
    {
        Rune[] runes = [.. pattern.EnumerateRunes()];
        for (int at = 0; at < runes.Length;)
        {
            Rune rune = runes[at++];
            switch (rune.Value)
            {
                case '?':
                    _parts.Add(new(false, false, null));
                    break;
                case '*':
                    if (_parts is not [.., { IsAnyRun: true }])
                    {
                        _parts.Add(new(true, false, null));
                    }

                    break;
                case '[':
                    _parts.Add(ReadSet(runes, ref at));
                    break;
                case '\\':
                    rune = at < runes.Length ? runes[at++] : throw new FormatException("a character has to follow '\\'");
                    goto default;
                default:
                    _parts.Add(new(false, false, [(rune, rune)]));
                    break;
            }
        }
    }

    /// <summary>Has a pattern characters that mean more than themselves?</summary>
    public static bool IsIn(string pattern) => pattern.AsSpan().ContainsAny("\\?*[");

    /// <summary>Is the whole name like that?</summary>
    public bool Matches(ReadOnlySpan<byte> name)
    {
        // When a character does not fit, the last run of any characters takes one more.
        int part = 0, afterRun = -1;
        ReadOnlySpan<byte> ofRun = default;
        while (true)
        {
            if (part < _parts.Count && _parts[part].IsAnyRun)
            {
                afterRun = ++part;
                ofRun = name;
                continue;
            }

            if (name.IsEmpty && part == _parts.Count)
            {
                return true;
            }

            if (!name.IsEmpty)
            {
                _ = Rune.DecodeFromUtf8(name, out Rune rune, out int length);
                if (part < _parts.Count && _parts[part].Accepts(rune))
                {
                    part++;
                    name = name[length..];
                    continue;
                }
            }

            if (afterRun < 0 || ofRun.IsEmpty)
            {
                return false;
            }

            _ = Rune.DecodeFromUtf8(ofRun, out _, out int taken);
            ofRun = ofRun[taken..];
            part = afterRun;
            name = ofRun;
        }
    }

    // A ']' that comes first, or a '-' that comes first or last, is a member.
    private static Part ReadSet(Rune[] runes, ref int at)
    {
        bool isNegated = at < runes.Length && runes[at].Value == '^';
        at += isNegated ? 1 : 0;
        List<(Rune, Rune)> ranges = [];
        for (int first = at; at < runes.Length && (at == first || runes[at].Value != ']');)
        {
            bool isRange = at + 2 < runes.Length && runes[at + 1].Value == '-' && runes[at + 2].Value != ']';
            ranges.Add((runes[at], runes[isRange ? at + 2 : at]));
            at += isRange ? 3 : 1;
        }

        return at++ < runes.Length ? new Part(false, isNegated, [.. ranges]) : throw new FormatException("a set that begins with '[' has to end with ']'");
    }
}
