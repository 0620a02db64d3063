// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Concurrent;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.Rules;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Describe;

/// <summary>
/// Runs the walk over all units that describe a listed symbol. Units that refer to no other are walked in parallel, each
/// with its own records; when units refer to each other, the order of the walk matters between them, and one walk takes all.
/// Partial units and type units are parts of those that refer to them: moving types there changes no version.
/// </summary>
internal static class TypeCollector
{
    /// <summary>Builds the texts of all groups that have a task, and of the types they reach.</summary>
    public static DescribedTypes Collect(
        DwarfFile dwarf, int groupCount, List<SymbolTask>[] tasks, KabiRules rules, SymversOptions options, IByteSink? dump)
    {
        int[] units = [.. Enumerable.Range(0, tasks.Length).Where(unit => tasks[unit].Count > 0)];
        bool independent = !Array.Exists(units, unit => dwarf.Units[unit].Abbreviations.RefersToOtherUnits)
            || UnitReferences.LeadToPartsOnly(dwarf, options.Workers);
        if (independent && dump is null)
        {
            return Join(WalkEach(dwarf, [.. units.Select(unit => tasks[unit])], rules, options), groupCount);
        }

        UnitDescriber describer = new(dwarf, rules, options, new TextTotal(dwarf), dump);
        foreach (int unit in units)
        {
            describer.Walk(tasks[unit]);
            if (independent)
            {
                describer.TakeTexts();
            }
        }

        describer.TakeTexts();
        return Join([describer], groupCount);
    }

    private static UnitDescriber[] WalkEach(DwarfFile dwarf, List<SymbolTask>[] tasks, KabiRules rules, SymversOptions options)
    {
        List<Diagnostic>?[] warnings = [];
        try
        {
            return TextTotal.Share(dwarf, options, (total, options) =>
            {
                warnings = new List<Diagnostic>?[tasks.Length];
                return WalkEach(dwarf, tasks, rules, options, total, warnings);
            });
        }
        finally
        {
            // In the order of the units, up to one that failed.
            foreach (Diagnostic warning in warnings.TakeWhile(list => list is not null).SelectMany(list => list!))
            {
                options.Tell(warning);
            }
        }
    }

    private static UnitDescriber[] WalkEach(
        DwarfFile dwarf, List<SymbolTask>[] tasks, KabiRules rules, SymversOptions options, TextTotal total, List<Diagnostic>?[] warnings)
    {
        ConcurrentBag<UnitDescriber> describers = [];
        Parallelism.For(tasks.Length, options.Workers, NewWorker, (worker, i) =>
        {
            worker.Describer.Walk(tasks[i]);
            worker.Describer.TakeTexts();
            warnings[i] = [.. worker.Warnings];
            worker.Warnings.Clear();
        });
        return [.. describers];

        (UnitDescriber Describer, List<Diagnostic> Warnings) NewWorker()
        {
            List<Diagnostic> own = [];
            UnitDescriber describer = new(dwarf, rules, options with { Warn = own.Add }, total, dump: null);
            describers.Add(describer);
            return (describer, own);
        }
    }

    private static DescribedTypes Join(UnitDescriber[] describers, int groupCount)
    {
        byte[]?[] groupTexts = new byte[groupCount][];
        if (describers is [UnitDescriber only])
        {
            only.Texts.ForEach(one => groupTexts[one.Group] = one.Text);
            return new DescribedTypes(only.Types, groupTexts);
        }

        TypeTexts types = new();
        foreach (UnitDescriber describer in describers)
        {
            int[] numbers = types.Merge(describer.Types);
            foreach ((int group, byte[] text) in describer.Texts)
            {
                TypeTexts.Renumber(text, numbers);
                groupTexts[group] = text;
            }
        }

        return new DescribedTypes(types, groupTexts);
    }
}
