// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>What a linker put into its output from one section of an object.</summary>
/// <param name="Address">Where it is; in an output that is relocatable itself, its offset in <paramref name="OutputSection"/>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="OutputSection">The section of the output.</param>
/// <param name="InputSection">The section of the object.</param>
/// <param name="Object">The object as the linker names it: <c>init/main.o</c>, <c>vmlinux.a(init/main.o)</c>.</param>
public readonly record struct MapPiece(ulong Address, ulong Size, string OutputSection, string InputSection, string Object);

/// <summary>Reads the map files (<c>-Map</c>) of GNU ld and lld.</summary>
/// <remarks>
/// GNU ld writes, after a heading, the name of an output section at the beginning of a line, and of an input section after a
/// blank; a long name has a line of its own. lld writes a table whose columns are told apart by their indentation.
/// <code>
/// .text           0xffffffff81000000   0xc00000
///  .text          0xffffffff81000000      0x1e8 vmlinux.o
///
///              VMA              LMA     Size Align Out     In      Symbol
/// ffffffff81000000 ffffffff81000000   c00000  4096 .text
/// ffffffff81000000 ffffffff81000000      1e8    64         vmlinux.o:(.text)
/// </code>
/// </remarks>
public static class LinkerMap
{
    private const string GnuHeading = "Linker script and memory map";
    private const int LldInput = 8; // columns after the alignment; symbols stand twice as far

    /// <summary>Reads a map.</summary>
    /// <param name="lines">Its lines.</param>
    /// <returns>The pieces in file order, without empty ones; none when this is no map.</returns>
    public static IReadOnlyList<MapPiece> Parse(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        using IEnumerator<string> rest = lines.GetEnumerator();
        while (rest.MoveNext())
        {
            string line = rest.Current;
            if (line.TrimStart().StartsWith("VMA ", StringComparison.Ordinal) && line.EndsWith("Symbol", StringComparison.Ordinal))
            {
                return ParseLld(rest);
            }

            if (line == GnuHeading)
            {
                return ParseGnu(rest);
            }
        }

        return [];
    }

    private static List<MapPiece> ParseGnu(IEnumerator<string> lines)
    {
        List<MapPiece> pieces = [];
        (string output, string? input) = ("", null);
        while (lines.MoveNext())
        {
            string line = lines.Current;
            string[] words = line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            if (!line.StartsWith(' '))
            {
                (output, input) = (words[0], null);
            }
            else if (line.Length > 1 && line[1] != ' ' && words.Length == 1)
            {
                input = words[0];
            }
            else if (line[1] != ' ' && words.Length == 4)
            {
                Add(pieces, output, words[0], words[1], words[2], words[3]);
                input = null;
            }
            else if (input is not null && line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries) is [var address, var size, var file])
            {
                Add(pieces, output, input, address, size, file);
                input = null;
            }
        }

        return pieces;
    }

    private static void Add(List<MapPiece> pieces, string output, string input, string address, string size, string file)
    {
        if (TryHex(address, "0x", out ulong start) && TryHex(size, "0x", out ulong length) && length > 0 && !file.StartsWith('('))
        {
            pieces.Add(new MapPiece(start, length, output, input, file));
        }
    }

    private static List<MapPiece> ParseLld(IEnumerator<string> lines)
    {
        List<MapPiece> pieces = [];
        string output = "";
        while (lines.MoveNext())
        {
            string line = lines.Current;
            string[] words = line.Split(' ', 5, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 5 || !TryHex(words[0], "", out ulong start) || !TryHex(words[2], "", out ulong size))
            {
                continue;
            }

            // The fifth column begins one blank after the fourth, which is padded on its left.
            int at = line.Length - words[4].Length;
            int fourthEnd = line.AsSpan(0, at).TrimEnd().Length;
            int indentation = at - fourthEnd - 1;
            int section = words[4].LastIndexOf(":(", StringComparison.Ordinal);
            if (indentation == 0)
            {
                output = words[4];
            }
            else if (indentation == LldInput && section > 0 && size > 0)
            {
                string input = words[4][(section + 2)..].TrimEnd(')');
                int piece = input.LastIndexOf("+0x", StringComparison.Ordinal);
                pieces.Add(new MapPiece(start, size, output, piece > 0 ? input[..piece] : input, words[4][..section]));
            }
        }

        return pieces;
    }

    private static bool TryHex(string text, string prefix, out ulong value)
    {
        value = 0;
        return text.StartsWith(prefix, StringComparison.Ordinal) && ulong.TryParse(
            text.AsSpan(prefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
