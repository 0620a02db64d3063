// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kallsyms.Settings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kallsyms.Listing;

/// <summary>
/// Reads a map: lines of address, space, letter, space, name, as <c>nm -n</c> and <c>scripts/mksysmap</c> leave them. A name
/// runs to the end of the line.
/// </summary>
public static class MapReader
{
    private const int MostDigits = 16;

    /// <summary>Reads a map.</summary>
    /// <param name="text">The whole file; the listing refers to it.</param>
    /// <param name="layout">The generator of 6.1 passes over lines without an address; those after it do not.</param>
    /// <exception cref="MalformedFileException">A line has another form. The message names it.</exception>
    public static SymbolListing Read(Region text, KallsymsLayout layout)
    {
        MalformedFileException Malformed(int line, string what) => new(
            string.Create(CultureInfo.InvariantCulture, $"{text.Source.File}:{line}"), $"line format error: {what}");
        List<ListedSymbol> symbols = [];
        ulong start = 0;
        for (int number = 1; start < (ulong)text.Length; number++)
        {
            ReadOnlySpan<byte> line = text.Span(start, (int)Math.Min((ulong)text.Length - start, int.MaxValue));
            int end = line.IndexOf((byte)'\n');
            line = end < 0 ? line : line[..end];
            if (TryParse(line, number, start, out ListedSymbol symbol) is { } mistake)
            {
                if (layout != KallsymsLayout.Linux61 || !IsUndefined(line))
                {
                    throw Malformed(number, mistake);
                }
            }
            else
            {
                symbols.Add(symbol);
            }

            start += (ulong)line.Length + 1;
        }

        return new SymbolListing(text, [.. symbols], MostDigits, (symbol, what) => Malformed(symbol.Index, what));
    }

    /// <summary>Says what is wrong with a line, or null.</summary>
    private static string? TryParse(ReadOnlySpan<byte> line, int number, ulong start, out ListedSymbol symbol)
    {
        symbol = default;
        ulong value = 0;
        int digits = 0;
        for (; digits < line.Length && HexDigit(line[digits]) is >= 0 and var digit; digits++)
        {
            if (digits == MostDigits)
            {
                return $"an address of more than {MostDigits} hexadecimal digits";
            }

            value = (value << 4) | (uint)digit;
        }

        if (digits == 0)
        {
            return line.IsEmpty ? "an empty line" : "no address (hexadecimal digits) at the beginning";
        }

        ReadOnlySpan<byte> rest = line[digits..];
        if (rest.Length < 3 || rest[0] != ' ' || rest[2] != ' ' || rest[1] is <= (byte)' ' or > (byte)'~')
        {
            return "no space, letter and space after the address";
        }

        ReadOnlySpan<byte> name = rest[3..];
        symbol = new ListedSymbol(value, start + (ulong)digits + 3, name.Length, number, rest[1]);
        return name.IsEmpty ? "no name" : name[^1] == '\r' ? "a carriage return: lines end with a line feed alone" : null;
    }

    private static bool IsUndefined(ReadOnlySpan<byte> line) => line.StartsWith("        "u8);

    private static int HexDigit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };
}
