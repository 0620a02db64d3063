// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Symvers;
using Kelf.Kernel.Symvers.Compare;
using Kelf.Kernel.Symvers.Describe;
using Kelf.Kernel.Symvers.Modes;
using Kelf.Kernel.Symvers.Output;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Symvers;

/// <summary>Computes symbol versions from the DWARF of one object.</summary>
public static class SymversTool
{
    /// <summary>Computes the versions of the listed symbols.</summary>
    /// <param name="image">The object.</param>
    /// <param name="symbols">The list.</param>
    /// <param name="options">How.</param>
    /// <param name="symtypes">Takes the lines of the symtypes file, or null.</param>
    /// <param name="dump">Takes what the dump options ask for; null means nothing.</param>
    /// <returns>The version of each symbol by its number in the list, null where nothing describes it.</returns>
    /// <exception cref="MalformedFileException">The object is malformed.</exception>
    /// <exception cref="RefusedException">A type cannot be described, or a rule not be applied.</exception>
    public static uint?[] Compute(
        Region image, SymbolList symbols, SymversOptions options, IByteSink? symtypes, IByteSink? dump)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(options);
        PhaseTimes times = options.Times ?? new PhaseTimes();
        using SymversAnalysis analysis = times.Measure("read headers", () => SymversAnalysis.Open(image, symbols, options));
        if (options.Canonical)
        {
            return times.Measure("canonical versions", () => CanonicalVersions.Compute(analysis, symtypes, dump));
        }

        if (options.PerUnit)
        {
            return times.Measure("versions of each unit", () => UnitVersions.Compute(analysis, symtypes));
        }

        List<SymbolTask>[] tasks = times.Measure("find symbols", analysis.Resolve);
        DescribedTypes described = times.Measure(
            "describe types", () => analysis.Describe(tasks, options.DumpDies ? dump : null));
        if (dump is not null && options.DumpTypes)
        {
            SymtypesWriter.Write(
                new DescribedRecords(described, symtypes is null ? new SymbolList() : symbols, analysis.Groups), dump);
        }

        if (symtypes is not null)
        {
            times.Measure("write types", () => SymtypesWriter.Write(new DescribedRecords(described, symbols, analysis.Groups), symtypes));
        }

        if (dump is not null && options.DumpVersions)
        {
            ExpandedWriter.Write(described, symbols, analysis.Groups, analysis.TableOrder, dump);
        }

        // What versions are bounded by holds for the comparison, too: it follows the same references.
        uint?[] versions = times.Measure("compute versions", () => analysis.Versions(described));
        for (int unit = 0; unit < tasks.Length; unit++)
        {
            if (UntypedExports.Find(analysis.Dwarf.Units[unit], tasks[unit], described, analysis.Groups, symbol => versions[symbol]) is { } warning)
            {
                analysis.Options.Tell(warning);
            }
        }

        if (options.Reference is not null)
        {
            times.Measure("compare types", () => ChangedVersions.Tell(analysis, described));
        }

        return versions;
    }
}
