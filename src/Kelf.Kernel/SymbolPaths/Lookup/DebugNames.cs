// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Lines;

namespace Kelf.Kernel.SymbolPaths.Lookup;

/// <summary>
/// The names that a function of a symbol may have in debugging information: without what compilers put after them
/// (<c>foo.isra.0</c>, <c>foo.cold</c>), and those of other symbols at its address.
/// </summary>
internal readonly struct DebugNames(SymbolImage image, int entry)
{
    // The kernel has a dozen system calls that are one function; hostile images have any number.
    private const int MostAliases = 256;

    /// <summary>True when the outermost function of a chain can be that of the symbol.</summary>
    public bool AreOf(PlaceChain chain)
    {
        SourcePlace outermost = chain.Outermost;
        // A row of assembler has no function.
        if (outermost.Function.Length == 0 || Is(entry, outermost))
        {
            return true;
        }

        ulong address = image.Listing.AddressOf(entry);
        int aliases = 0;
        foreach (int alias in image.Sizes.At(address))
        {
            if (++aliases > MostAliases)
            {
                return false;
            }

            if (Is(alias, outermost))
            {
                return true;
            }
        }

        return false;
    }

    private bool Is(int symbol, SourcePlace function)
    {
        ReadOnlySpan<byte> name = image.Listing.NameOf(symbol);
        return Equal(name, function.LinkageName) || Equal(name, function.Function);
    }

    private static bool Equal(ReadOnlySpan<byte> name, string function) => Stem(name).SequenceEqual(Stem(Encoding.UTF8.GetBytes(function)));

    private static ReadOnlySpan<byte> Stem(ReadOnlySpan<byte> name) => name.IndexOf((byte)'.') is > 0 and int dot ? name[..dot] : name;
}
