// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Symvers;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers.Describe;
using Kelf.Kernel.Symvers.Output;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.Kernel.Symvers.TypeStrings;

namespace Kelf.Kernel.Symvers.Modes;

/// <summary>
/// Versions of a linked file unit by unit (<c>--per-unit</c>): each symbol has the version that it has in the object of
/// the unit that exports it. The units share nothing, so neither their order nor the number of threads has a part in it.
/// </summary>
internal static class UnitVersions
{
    /// <summary>Computes the versions of the listed symbols; as <see cref="SymversTool.Compute"/>.</summary>
    /// <param name="analysis">The file.</param>
    /// <param name="symtypes">Takes the lines of all units' symtypes files, each line once, or null.</param>
    public static uint?[] Compute(SymversAnalysis analysis, IByteSink? symtypes)
    {
        UnitPart[] parts = UnitPart.Split(analysis);
        TextLines? lines = null;
        FoundVersion?[][] found = TextTotal.Share(analysis.Dwarf, analysis.Options, (total, options) =>
        {
            TextLines? texts = symtypes is null ? null : new TextLines();
            lines = texts;
            return Parallelism.Map(parts.Length, options.Workers, () => total, (total, i) => Compute(parts[i], total, texts));
        });

        FoundVersion?[] best = new FoundVersion?[analysis.Symbols.Count];
        for (int part = 0; part < parts.Length; part++)
        {
            foreach (Diagnostic warning in parts[part].Warnings)
            {
                analysis.Options.Tell(warning);
            }

            for (int i = 0; i < found[part].Length; i++)
            {
                // Without symbol pointers several units may define a symbol; of these the longest text counts.
                ref FoundVersion? known = ref best[parts[part].NumbersInWhole[i]];
                known = FoundVersion.Better(known, found[part][i]);
            }
        }

        if (Array.Exists(best, one => one is null))
        {
            analysis.RefuseSplitUnits();
        }

        lines?.WriteTo(symtypes!);
        return Array.ConvertAll(best, one => one?.Version);
    }

    /// <summary>The version of one symbol, the part that it comes from, and the texts of it.</summary>
    public static (UnitPart Part, SymbolTask Task, uint Version, DescribedTypes Described)? Describe(
        SymversAnalysis analysis, int symbol)
    {
        TextTotal total = new(analysis.Dwarf);
        FoundVersion? best = null;
        (UnitPart, SymbolTask, uint, DescribedTypes)? result = null;
        foreach (UnitPart part in UnitPart.Split(analysis))
        {
            int here = part.List.Find(analysis.Symbols[symbol]);
            List<SymbolTask> tasks = here < 0 ? [] : part.Resolve();
            int task = here < 0 ? -1 : tasks.FindIndex(task => task.Group == part.Groups.Of(here));
            if (task >= 0)
            {
                DescribedTypes described = part.Describe(tasks, total);
                FoundVersion found = described.Versions(part.Groups, part.List.Count, WorkerSource.None, total)[here]!.Value;
                if (FoundVersion.Better(best, found) == found && best != found)
                {
                    (best, result) = (found, (part, tasks[task], found.Version, described));
                }
            }
        }

        return result;
    }

    private static FoundVersion?[] Compute(UnitPart part, TextTotal total, TextLines? lines)
    {
        List<SymbolTask> tasks = part.Resolve();
        DescribedTypes described = part.Describe(tasks, total);
        lines?.Add(output => SymtypesWriter.Write(new DescribedRecords(described, part.List, part.Groups), output));
        FoundVersion?[] versions = described.Versions(part.Groups, part.List.Count, WorkerSource.None, total);
        if (UntypedExports.Find(part.Unit, tasks, described, part.Groups, symbol => versions[symbol]?.Version) is { } warning)
        {
            part.Tell(warning);
        }

        return versions;
    }
}
