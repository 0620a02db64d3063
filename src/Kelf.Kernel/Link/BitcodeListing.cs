// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bitcode;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Link;

/// <summary>
/// The symbols that an object of LLVM bitcode will have in the image, as far as its symbol table tells: names are there, sections and
/// addresses are not. With Clang LTO <c>.vmlinux.export.o</c> is one, and has two names of assembly for each export.
/// </summary>
internal sealed class BitcodeListing : IDisposable
{
    private const byte Function = (byte)'t';
    private const byte Variable = (byte)'d';
    private const byte ReadOnlyData = (byte)'r';

    private readonly NativeBuffer _names;

    private BitcodeListing(NativeBuffer names, SymbolListing symbols) => (_names, Symbols) = (names, symbols);

    /// <summary>The symbols; valid as long as this is not disposed of.</summary>
    public SymbolListing Symbols { get; }

    /// <summary>Reads the table of an object.</summary>
    /// <param name="bitcode">The object.</param>
    /// <param name="filter">Which symbols to list.</param>
    /// <param name="allSymbols">List data, too.</param>
    /// <exception cref="MalformedFileException">The bitcode is malformed.</exception>
    public static BitcodeListing Read(Region bitcode, SysmapFilter filter, bool allSymbols)
    {
        ByteBuilder names = new();
        List<ListedSymbol> symbols = [];
        BitcodeFile.Parse(bitcode).VisitSymbols((in BitcodeSymbol symbol) =>
        {
            byte letter = LetterOf(symbol);
            if (IsLinked(symbol) && (allSymbols || letter == Function) && filter.Keeps(letter, symbol.Name))
            {
                symbols.Add(new ListedSymbol(0, (ulong)names.Bytes.Length, symbol.Name.Length, symbols.Count, letter));
                names.Write(symbol.Name);
            }
        });
        NativeBuffer buffer = new(names.Bytes.Length, bitcode.Source);
        names.Bytes.CopyTo(buffer.Writable(0, names.Bytes.Length));
        SymbolListing listing = new(
            buffer.Contents, [.. symbols], valueDigits: 16, (symbol, what) => new MalformedFileException(bitcode.Source.File, what));
        return new BitcodeListing(buffer, listing);
    }

    /// <inheritdoc/>
    public void Dispose() => _names.Dispose();

    // Labels of assembly that are temporary have no name.
    private static bool IsLinked(in BitcodeSymbol symbol) =>
        (symbol.Flags & (BitcodeSymbolFlags.Undefined | BitcodeSymbolFlags.FormatSpecific)) == 0 && !symbol.Name.IsEmpty;

    // A table of symbols calls all that is of assembly code. What the build makes of assembly in C are tables.
    private static byte LetterOf(in BitcodeSymbol symbol) => symbol.IsAssembly ? ReadOnlyData
        : (symbol.Flags & BitcodeSymbolFlags.Executable) != 0 ? Function : Variable;
}
