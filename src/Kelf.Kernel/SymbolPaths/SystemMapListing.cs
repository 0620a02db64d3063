// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Text;

using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>The run-time symbol table that a <c>System.map</c> lists.</summary>
public static class SystemMapListing
{
    /// <summary>True when a file begins as a <c>System.map</c> does: an address, a letter and a name.</summary>
    public static bool IsSystemMap(Region contents)
    {
        ReadOnlySpan<byte> start = contents.Span(0, (int)Math.Min(contents.Length, 128));
        return Utf8Parser.TryParse(start, out ulong _, out int used, 'x') && start[used..] is [(byte)' ', var letter, (byte)' ', _, ..]
            && (char.IsAsciiLetter((char)letter) || letter == (byte)'?');
    }

    /// <summary>Reads a map, and puts its entries into the order of the table.</summary>
    /// <exception cref="MalformedFileException">A line is not an address, a letter and a name.</exception>
    public static RuntimeSymbols Read(Region contents)
    {
        SymbolListing listing = MapReader.Read(contents, KallsymsLayout.Linux73);
        KallsymsOptions options = new() { Layout = LayoutOf(listing), AllSymbols = true };
        return KernelListing.Of(KernelListing.Entries(listing, options));
    }

    // Linux 6.1 has its tables in another order, and leaves them and some other names out.
    private static KallsymsLayout LayoutOf(SymbolListing listing)
    {
        (ulong offsets, ulong count) = (ulong.MaxValue, 0);
        foreach (ref readonly ListedSymbol symbol in listing.Symbols)
        {
            ReadOnlySpan<byte> name = listing.NameOf(symbol);
            if (name.SequenceEqual("kallsyms_offsets"u8))
            {
                offsets = symbol.Value;
            }
            else if (name.SequenceEqual("kallsyms_num_syms"u8))
            {
                count = symbol.Value;
            }
        }

        return offsets < count ? KallsymsLayout.Linux61 : KallsymsLayout.Linux73;
    }
}
