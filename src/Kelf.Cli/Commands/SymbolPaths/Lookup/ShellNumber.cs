// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>Numbers as a shell's arithmetic reads them: <c>0x13</c>, <c>19</c>, and <c>023</c> in octal.</summary>
internal static class ShellNumber
{
    /// <summary>Reads one.</summary>
    /// <returns>Null when the text is none.</returns>
    public static ulong? TryParse(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hexadecimal)
                ? hexadecimal
                : null;
        }

        return text.StartsWith('0') ? Octal(text)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number
            : null;
    }

    private static ulong? Octal(string text)
    {
        ulong number = 0;
        foreach (char digit in text)
        {
            if (digit is < '0' or > '7' || number > ulong.MaxValue / 8)
            {
                return null;
            }

            number = (number * 8) + (ulong)(digit - '0');
        }

        return number;
    }
}
