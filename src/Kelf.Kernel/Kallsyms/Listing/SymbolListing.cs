// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kallsyms.Listing;

/// <summary>Symbols with their addresses and letters, in the order of a listing: of an image, or as read from a map.</summary>
/// <example>
/// A listing in the order of <c>nm -n</c> is the text
/// <code>
///                  w early_hook
/// ffffffff81000000 T _stext
/// ffffffff81000000 T _text
/// </code>
/// </example>
/// <param name="names">What has the names: a string table, or the text of a map.</param>
/// <param name="symbols">The symbols.</param>
/// <param name="valueDigits">Digits of an address in a text: 8 or 16.</param>
/// <param name="malformed">Makes an error about a symbol.</param>
public sealed class SymbolListing(
    Region names, ListedSymbol[] symbols, int valueDigits, Func<ListedSymbol, string, MalformedFileException> malformed)
{
    /// <summary>What has the names.</summary>
    public Region Names { get; } = names;

    /// <summary>The symbols, in order.</summary>
    public ReadOnlySpan<ListedSymbol> Symbols => symbols;

    /// <summary>Digits of an address in a text: 8 for 32 bits, 16 for 64.</summary>
    public int ValueDigits { get; } = valueDigits;

    /// <summary>
    /// Whether addresses of 32 bits are written with their sign extended to 64, as those of 32-bit MIPS are: its processors
    /// hold them so (BFD's <c>sign_extend_vma</c>).
    /// </summary>
    public bool SignExtends { get; init; }

    /// <summary>The name of a symbol of this listing.</summary>
    public ReadOnlySpan<byte> NameOf(in ListedSymbol symbol) => Names.Span(symbol.NameOffset, symbol.NameLength);

    /// <summary>An error about a symbol of this listing: names the record in the image, or the line of the map.</summary>
    public MalformedFileException Malformed(in ListedSymbol symbol, string what) => malformed(symbol, what);

    /// <summary>Some of them, in the same order.</summary>
    public SymbolListing Where(Predicate<ListedSymbol> isKept)
    {
        ArgumentNullException.ThrowIfNull(isKept);
        ListedSymbol[] kept = new ListedSymbol[symbols.Length];
        int count = 0;
        foreach (ref readonly ListedSymbol symbol in Symbols)
        {
            if (isKept(symbol))
            {
                kept[count++] = symbol;
            }
        }

        Array.Resize(ref kept, count);
        return new SymbolListing(Names, kept, ValueDigits, malformed) { SignExtends = SignExtends };
    }
}
