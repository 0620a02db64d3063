// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Kelf.Cli.Tests;

/// <summary>
/// The plainest way from a symtypes file to versions: write out each symbol's text, a reference being
/// replaced by its type's text where it occurs first, and take the CRC of all the bytes.
/// </summary>
internal sealed partial class SymversTextModel
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public SymversTextModel(string symtypes)
    {
        foreach (string line in symtypes.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Match match = Line().Match(line);
            // Of several object files, the last one to name a type has no business with earlier symbols.
            _texts.TryAdd(match.Groups[1].Value, match.Groups[2].Value);
        }
    }

    /// <summary>The version of a symbol, or null when the file has no line for it.</summary>
    public uint? Version(string symbol) =>
        _texts.ContainsKey(symbol) ? Crc32(Encoding.UTF8.GetBytes(Expand(symbol))) : null;

    /// <summary>The versions of a standard output by symbol.</summary>
    public static IReadOnlyDictionary<string, uint> ReadVersions(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .ToDictionary(
                words => words[1],
                words => uint.Parse(words[2].AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    /// <summary>CRC-32 of zlib and PNG, bit by bit.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }

    private string Expand(string symbol)
    {
        HashSet<string> used = new(StringComparer.Ordinal);
        StringBuilder text = new();
        Append(_texts[symbol]);
        return text.ToString();

        void Append(string part)
        {
            int position = 0;
            foreach (Match reference in Reference().Matches(part))
            {
                text.Append(part, position, reference.Index - position);
                position = reference.Index + reference.Length;
                if (used.Add(reference.Value))
                {
                    Append(_texts[reference.Value]);
                }
                else
                {
                    text.Append(reference.Value);
                }
            }

            text.Append(part, position, part.Length - position);
        }
    }

    [GeneratedRegex(@"^([sute]#'[^']*'|\S+) (.*)$", RegexOptions.Singleline)]
    private static partial Regex Line();

    [GeneratedRegex(@"(?:(?<= )|^)[sute]#(?:'[^']*'|[^ ]+)")]
    private static partial Regex Reference();
}
