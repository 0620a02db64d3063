// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>Knows functions by the unit that a side table of lines has at their addresses.</summary>
public sealed class SideUnitSource : IPathSource
{
    private readonly RuntimeSymbols _listing;
    private readonly ElfSymbolTable _symbols;
    private readonly ulong[] _starts;
    private readonly SourceUnit?[] _units;

    private SideUnitSource(RuntimeSymbols listing, ElfSymbolTable symbols, ulong[] starts, SourceUnit?[] units) =>
        (_listing, _symbols, _starts, _units) = (listing, symbols, starts, units);

    /// <inheritdoc/>
    public PathOrigin Origin => PathOrigin.Side;

    /// <summary>Reads the units of a side table; null when the file is a side table of paths.</summary>
    /// <param name="path">The side table.</param>
    /// <param name="image">The image that it is about.</param>
    /// <param name="listing">Its table of symbols.</param>
    /// <exception cref="RefusedException">It is of another image.</exception>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    public static SideUnitSource? TryRead(string path, ElfFile image, RuntimeSymbols listing)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!SideLines.IsSideLines(path))
        {
            return null;
        }

        using SideLines lines = SideLines.Open(path);
        lines.RequireImage(image.Image.Source.File, BuildIdNote.Find(image));
        SideRow[] rows = [.. lines.Units()];
        return new SideUnitSource(
            listing, NeededSymbols.Of(image), Array.ConvertAll(rows, row => row.Address),
            Array.ConvertAll(rows, row => lines.FileOf(row.File) is { } file ? new SourceUnit(file, null) : null));
    }

    /// <inheritdoc/>
    public SourceUnit? Find(int entry)
    {
        RuntimeSymbol symbol = _listing.Symbols[entry];
        // Symbols of the linker script have no type, and may stand where the code of some unit begins.
        if (symbol.Index < 0 || _symbols[symbol.Index].Type == ElfSymbolType.NoType || PrefixSource.HasPrefix(_listing.NameOf(entry)))
        {
            return null;
        }

        int at = Array.BinarySearch(_starts, symbol.Address);
        at = at >= 0 ? at : ~at - 1;
        return at < 0 ? null : _units[at];
    }
}
