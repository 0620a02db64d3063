// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Hashes;

namespace Kelf.ObjectFiles.Dwarf.Lines;

/// <summary>The line tables of a file, each once: type units and partial units share that of the unit that they were part of.</summary>
public static class LineTables
{
    /// <summary>Finds a unit for each line table: one that is a source of its own if there is any, and the first of those.</summary>
    /// <param name="dwarf">The file.</param>
    /// <returns>
    /// The units in the order of the file. A unit whose entry is malformed is among them: who reads its program is told.
    /// </returns>
    public static IReadOnlyList<DwarfUnit> UnitsOf(DwarfFile dwarf)
    {
        ArgumentNullException.ThrowIfNull(dwarf);
        Dictionary<ulong, DwarfUnit> byTable = new(KeyedHash.Numbers);
        List<DwarfUnit> units = [];
        foreach (DwarfUnit unit in dwarf.Units)
        {
            try
            {
                if (unit.Root.LineTable is { } table
                    && (!byTable.TryGetValue(table, out DwarfUnit? other) || (other.IsShared && !unit.IsShared)))
                {
                    byTable[table] = unit;
                }
            }
            catch (MalformedFileException)
            {
                units.Add(unit);
            }
        }

        units.AddRange(byTable.Values);
        units.Sort((one, other) => one.Index.CompareTo(other.Index));
        return units;
    }
}
