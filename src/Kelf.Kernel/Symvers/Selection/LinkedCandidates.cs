// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>
/// The candidates of a file that was linked of many. Equal names need not be one symbol there, and one unit may export what another
/// one defines: entries that stand at another address than their symbol are none, nor are those of <see cref="UnversionedUnits"/>;
/// definitions of methods are some.
/// </summary>
internal static class LinkedCandidates
{
    /// <summary>Finds them, per unit in file order.</summary>
    /// <param name="dwarf">The file.</param>
    /// <param name="symbols">The list.</param>
    /// <param name="places">Where the symbols of the list are.</param>
    /// <param name="workers">Gives the threads that may help.</param>
    /// <param name="hasPointers">Whether there are symbol pointers, which say what units export, in whatever unit.</param>
    public static List<Candidate>[] Find(
        DwarfFile dwarf, SymbolList symbols, SymbolPlaces places, WorkerSource workers, out bool hasPointers)
    {
        List<Candidate>[] candidates = CandidateScan.All(dwarf, symbols, workers, followsDeclarations: true);
        hasPointers = Array.Exists(candidates, unit => unit.Exists(candidate => candidate.IsPointer));
        for (int unit = 0; unit < candidates.Length; unit++)
        {
            candidates[unit] = candidates[unit].Count == 0 ? candidates[unit]
                : UnversionedUnits.Has(dwarf.Units[unit]) ? []
                : places.Here(dwarf.Units[unit], candidates[unit]);
        }

        return candidates;
    }
}
