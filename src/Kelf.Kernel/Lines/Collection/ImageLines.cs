// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Lines.Collection;

/// <summary>All lines of an image.</summary>
public static class ImageLines
{
    /// <summary>Collects them.</summary>
    /// <param name="image">A linked kernel or a module.</param>
    /// <param name="sectionAddresses">Of a module, the address of each section by its number; null for others.</param>
    /// <param name="withFunctions">Collect what was inlined, too.</param>
    /// <param name="roots">Directories that paths begin at, beside those that the information tells.</param>
    /// <param name="budget">What compressed sections are taken from.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <param name="warn">Told about what is malformed and left out.</param>
    /// <param name="onlyCalls">Keep the rows of calls alone: those that hold at the last byte of one.</param>
    /// <exception cref="RefusedException">It has no line tables.</exception>
    /// <exception cref="MalformedFileException">The debugging information is malformed as a whole.</exception>
    public static SideLineTable Collect(
        ElfFile image, IReadOnlyList<ulong>? sectionAddresses, bool withFunctions, IReadOnlyList<string> roots, DecompressionBudget budget,
        WorkerSource workers, Action<Diagnostic> warn, bool onlyCalls = false)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(warn);
        RequireLines(image);
        using SupplementaryObject? other = SupplementarySearch.Usual.Open(image);
        using DwarfFile dwarf = other is null
            ? DwarfFile.Open(image, budget, sectionAddresses)
            : DwarfFile.OpenWith(image, budget, other.Elf, other.Budget, sectionAddresses);
        using SplitFiles split = new(image.Image.Source.File);
        dwarf.SplitUnits = split.Find;
        TreePaths paths = new(DwarfTree.Of(dwarf, roots));
        LineCollector collector = new(dwarf, image.Type == ElfType.Relocatable, withFunctions, paths.Of, warn);
        SideLineTable table = collector.Run(BuildIdNote.Find(image) ?? "", workers);
        return onlyCalls ? table with { Rows = RowsOf(table.Rows, CallReturns.Find(image, dwarf, workers)) } : table;
    }

    /// <summary>The rows that hold at the byte before each address, gaps too.</summary>
    /// <param name="rows">Rows in order.</param>
    /// <param name="returns">Addresses in order.</param>
    internal static IReadOnlyList<SideRow> RowsOf(IReadOnlyList<SideRow> rows, IReadOnlyList<ulong> returns)
    {
        List<SideRow> kept = [];
        int row = -1;
        foreach (ulong address in returns)
        {
            int before = row;
            while (row + 1 < rows.Count && rows[row + 1].Address < address)
            {
                row++;
            }

            if (row >= 0 && (row != before || kept.Count == 0))
            {
                kept.Add(rows[row]);
            }
        }

        return kept;
    }

    /// <summary>Refuses an image that has no line tables.</summary>
    /// <exception cref="RefusedException">It has none.</exception>
    public static void RequireLines(ElfFile image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!DwarfLines.AreIn(image))
        {
            throw new RefusedException(
                image.Image.Source.File, "no line tables (.debug_line): give the file as it was linked, with debugging information, before strip");
        }
    }
}
