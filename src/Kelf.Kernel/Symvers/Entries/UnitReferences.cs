// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Entries;

/// <summary>Where units refer to others: to parts that they share, or, in images of LTO, to each other.</summary>
internal static class UnitReferences
{
    /// <summary>
    /// Whether no unit refers to an entry of another one, but for partial units and type units. A malformed unit counts as one that
    /// does: who walks it says what is wrong.
    /// </summary>
    /// <param name="dwarf">The file.</param>
    /// <param name="workers">Gives the threads that may help.</param>
    public static bool LeadToPartsOnly(DwarfFile dwarf, WorkerSource workers)
    {
        // In an image of LTO the first units show it, and the others need not be read.
        int leads = 0;
        Parallelism.For(dwarf.Units.Length, workers, static () => 0, (_, unit) =>
        {
            if (Volatile.Read(ref leads) == 0 && LeadsToUnit(dwarf.Units[unit]))
            {
                Volatile.Write(ref leads, 1);
            }
        });
        return leads == 0;
    }

    private static bool LeadsToUnit(DwarfUnit unit)
    {
        try
        {
            if (!unit.Abbreviations.RefersToOtherUnits)
            {
                return false;
            }

            DieReader reader = unit.Entries();
            while (reader.Next())
            {
                while (reader.NextAttribute(out _, out AttributeValue value))
                {
                    // Signatures lead to type units, and what dwz moved to another file is in partial units there.
                    if (value.Form == DwForm.RefAddr && unit.TryResolve(value, out DieReference target)
                        && target.Unit != unit && !target.Unit.IsShared)
                    {
                        return true;
                    }
                }
            }

            return false;
        }
        catch (MalformedFileException)
        {
            return true;
        }
    }
}
