// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Side;

/// <summary>From an attribution to a side table, and back.</summary>
public static class SideTableMaker
{
    /// <summary>Makes the table of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="attribution">Its paths.</param>
    /// <param name="onlyAmbiguous">Leave out the paths of entries whose name no other has.</param>
    /// <exception cref="RefusedException">The image's own table has not the entries of its symbol table.</exception>
    public static SideTable Make(ElfFile image, PathAttribution attribution, bool onlyAmbiguous)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        return MakeUnbound(image, attribution, onlyAmbiguous) with { Binding = SideTableBinding.Of(image, attribution.Listing) };
    }

    /// <summary>Makes the table for images that tables of symbols will be linked into.</summary>
    /// <param name="tables">The tables of symbols, as they will be in the image.</param>
    /// <param name="attribution">Paths of their entries.</param>
    public static SideTable Make(KallsymsSection tables, PathAttribution attribution)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        int[] pathOf = [.. Enumerable.Range(0, attribution.Listing.Count).Select(attribution.PathNumber)];
        return new SideTable(SideTableFlags.None, SideTableBinding.Of(tables), attribution.Paths, pathOf);
    }

    /// <summary>The same table, which does not say what image it belongs to: enough to know its size.</summary>
    /// <param name="image">The image.</param>
    /// <param name="attribution">Its paths.</param>
    /// <param name="onlyAmbiguous">Leave out the paths of entries whose name no other has.</param>
    public static SideTable MakeUnbound(ElfFile image, PathAttribution attribution, bool onlyAmbiguous)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        RuntimeSymbols listing = attribution.Listing;
        bool isInSymbolTableOrder = SideTableBinding.IsInSymbolTableOrder(image, listing);
        int[] pathOf = new int[isInSymbolTableOrder ? NeededSymbols.Of(image).Count : listing.Count];
        for (int i = 0; i < listing.Count; i++)
        {
            if (!onlyAmbiguous || listing.EqualNames(i) > 1)
            {
                pathOf[isInSymbolTableOrder ? listing.Symbols[i].Index : i] = attribution.PathNumber(i);
            }
        }

        SideTableFlags flags = (isInSymbolTableOrder ? SideTableFlags.SymbolTableOrder : SideTableFlags.None)
            | (onlyAmbiguous ? SideTableFlags.OnlyAmbiguous : SideTableFlags.None);
        return new SideTable(flags, Binding: 0, attribution.Paths, pathOf);
    }

    /// <summary>The paths that a table gives the entries of a listing.</summary>
    /// <param name="table">The table.</param>
    /// <param name="listing">The listing that it belongs to.</param>
    /// <returns>Null when the table has another number of entries.</returns>
    public static PathAttribution? Apply(SideTable table, RuntimeSymbols listing)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(listing);
        bool isInSymbolTableOrder = (table.Flags & SideTableFlags.SymbolTableOrder) != 0;
        int[] pathOf = new int[listing.Count];
        PathOrigin[] origins = new PathOrigin[listing.Count];
        for (int i = 0; i < pathOf.Length; i++)
        {
            int position = isInSymbolTableOrder ? listing.Symbols[i].Index : i;
            if ((uint)position >= (uint)table.PathOf.Count)
            {
                return null;
            }

            pathOf[i] = table.PathOf[position];
            origins[i] = pathOf[i] == 0 ? PathOrigin.None : PathOrigin.Side;
        }

        return isInSymbolTableOrder || table.PathOf.Count == listing.Count
            ? new PathAttribution(listing, table.Paths, pathOf, origins)
            : null;
    }
}
