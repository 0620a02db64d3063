// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Text;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>The run-time symbol table that a <c>System.map</c> lists.</summary>
public static class SystemMapListing
{
    /// <summary>True when a file begins as a <c>System.map</c> does.</summary>
    public static bool IsSystemMap(Region contents)
    {
        ReadOnlySpan<byte> start = contents.Span(0, (int)Math.Min(contents.Length, 128));
        int end = start.IndexOf((byte)'\n');
        return end > 0 && TryLine(start[..end], out _, out _, out _);
    }

    /// <summary>Reads a map, and puts its entries into the order of the table.</summary>
    /// <exception cref="MalformedFileException">A line is not an address, a letter and a name.</exception>
    public static SymbolListing Read(Region contents)
    {
        ByteStringTable names = new();
        names.Add([]);
        List<ListedSymbol> listed = [];
        ReadOnlySpan<byte> rest = contents.Span();
        for (int line = 1; !rest.IsEmpty; line++)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!TryLine(text, out ulong address, out byte letter, out ReadOnlySpan<byte> name))
            {
                throw new MalformedFileException(contents.Source.File, $"line {line} is not an address, a letter and a name");
            }

            if (letter is not ((byte)'A' or (byte)'a' or (byte)'n' or (byte)'u'))
            {
                listed.Add(new ListedSymbol(address, letter, names.Add(name), listed.Count));
            }
        }

        // The lines are in nm's order, which an index stands for; these symbols are in no .symtab.
        SymbolListing sorted = KernelListing.Sort(listed, names);
        return new SymbolListing(Array.ConvertAll(sorted.Symbols.ToArray(), symbol => symbol with { Index = -1 }), names, isModule: false);
    }

    private static bool TryLine(ReadOnlySpan<byte> line, out ulong address, out byte letter, out ReadOnlySpan<byte> name)
    {
        letter = 0;
        name = default;
        if (!Utf8Parser.TryParse(line, out address, out int used, 'x'))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = line[used..];
        if (rest.Length < 4 || rest[0] != (byte)' ' || rest[2] != (byte)' ' || !(char.IsAsciiLetter((char)rest[1]) || rest[1] == (byte)'?'))
        {
            return false;
        }

        letter = rest[1];
        name = rest[3..];
        return true;
    }
}
