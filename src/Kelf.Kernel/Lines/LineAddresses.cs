// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Sources;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Lines;

/// <summary>Finds the code of a line in line tables: only those that name the file are gone through.</summary>
internal static class LineAddresses
{
    /// <summary>The addresses where a statement of a line begins.</summary>
    /// <param name="dwarf">The debugging information.</param>
    /// <param name="path">The end of the file's path, in whole components.</param>
    /// <param name="line">The line.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <returns>Each once, in ascending order. Malformed tables are passed over.</returns>
    public static IReadOnlyList<ulong> Find(DwarfFile dwarf, string path, uint line, WorkerSource workers)
    {
        IReadOnlyList<DwarfUnit> units = LineTables.UnitsOf(dwarf);
        IReadOnlyList<ulong>[] found = new IReadOnlyList<ulong>[units.Count];
        Parallelism.For(units.Count, workers, () => units, (all, i) =>
        {
            try
            {
                found[i] = InUnit(all[i], path, line);
            }
            catch (MalformedFileException)
            {
                // Said when an address in it is asked for; nobody named this unit.
                found[i] = [];
            }
        });
        return [.. found.SelectMany(addresses => addresses).Distinct().Order()];
    }

    private static List<ulong> InUnit(DwarfUnit unit, string path, uint line)
    {
        List<ulong> addresses = [];
        HashSet<uint> files = FilesOf(unit, path);
        if (files.Count == 0)
        {
            return addresses;
        }

        LineProgram program = LineProgram.Of(unit);
        while (program.Next())
        {
            LineRow row = program.Row;
            if (row.Line == line && row.IsStmt && !row.EndsSequence && !program.IsDropped && files.Contains(row.File))
            {
                addresses.Add(row.Address);
            }
        }

        return addresses;
    }

    private static HashSet<uint> FilesOf(DwarfUnit unit, string path)
    {
        HashSet<uint> numbers = [];
        string name = path[(path.LastIndexOf('/') + 1)..];
        SourceFiles files = unit.Files;
        for (int i = 0; i < files.Count; i++)
        {
            ulong number = (ulong)(files.FirstNumber + i);
            // Names are at hand; directories are joined only with those that are right.
            if (PathEnds.Has(Utf8Name.ToText(files.Name(number)), name) && files.TryPath(number, out string? whole)
                && PathEnds.Has(SourceTree.Join(whole, null), path))
            {
                numbers.Add((uint)number);
            }
        }

        return numbers;
    }
}
