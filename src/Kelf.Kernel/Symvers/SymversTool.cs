// SPDX-License-Identifier: GPL-2.0-only

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Symvers;

/// <summary>Computes symbol versions from the DWARF of one object: the phases in order, each a step of <see cref="Compute"/>.</summary>
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
    /// <exception cref="SymversException">A type cannot be described, or a rule not be applied.</exception>
    public static uint?[] Compute(
        Region image, SymbolList symbols, SymversOptions options, IByteSink? symtypes, IByteSink? dump)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(options);
        ElfFile elf = ElfFile.Parse(image);
        int[] tableOrder = symbols.InTableOrder();
        AliasGroups groups = AliasGroups.Read(elf, symbols, tableOrder, options);
        KabiRules rules = options.Stable ? KabiRules.Read(elf, options) : KabiRules.None;
        using DwarfFile dwarf = DwarfFile.Open(elf);
        if (dwarf.Units.IsEmpty)
        {
            throw new MalformedFileException(
                image.Source.File, "no debugging information: compile with -g (CONFIG_DEBUG_INFO)");
        }

        if (options.Canonical)
        {
            return CanonicalVersions.Compute(elf, dwarf, symbols, rules, options, symtypes, dump);
        }

        // From here on the inputs are fixed; each phase reads the results of those before it.
        List<Candidate>[] candidates = Parallelism.Map(
            dwarf.Units.Length, options.Threads, () => new CandidateScan(symbols), (scan, unit) => scan.Scan(dwarf.Units[unit]));
        List<SymbolTask>[] tasks = SymbolResolution.Resolve(dwarf, groups, tableOrder, candidates);
        RefuseSplitUnits(dwarf, groups, tasks);
        DescribedTypes described = TypeCollector.Collect(
            dwarf, groups.Count, tasks, rules, options, options.DumpDies ? dump : null);
        TypeOverrides.Apply(described, symbols, groups, rules);

        if (dump is not null && options.DumpTypes)
        {
            SymtypesWriter.Write(described, symtypes is null ? new SymbolList() : symbols, groups, dump);
        }

        if (symtypes is not null)
        {
            SymtypesWriter.Write(described, symbols, groups, symtypes);
        }

        if (dump is not null && options.DumpVersions)
        {
            ExpandedWriter.Write(described, symbols, groups, tableOrder, dump);
        }

        return ComputeVersions(described, symbols, groups, options);
    }

    /// <summary>
    /// A unit whose entries are in a <c>.dwo</c> file describes nothing: better an error than symbols without a version.
    /// </summary>
    private static void RefuseSplitUnits(DwarfFile dwarf, AliasGroups groups, List<SymbolTask>[] tasks)
    {
        if (tasks.Sum(unit => unit.Count) == groups.Count)
        {
            return;
        }

        foreach (DwarfUnit unit in dwarf.Units)
        {
            if (unit.Root.IsSplit)
            {
                throw unit.Contents.Malformed(
                    0, "the types are in a .dwo file, which is not read: compile without -gsplit-dwarf (CONFIG_DEBUG_INFO_SPLIT)");
            }
        }
    }

    private static uint?[] ComputeVersions(
        DescribedTypes described, SymbolList symbols, AliasGroups groups, SymversOptions options)
    {
        CompiledTexts texts = CompiledTexts.Compile(
            described.Types, described.GroupTexts, out (int Start, int End)[] steps);
        uint[] crcs = Parallelism.Map(
            groups.Count, options.Threads, () => new VersionComputer(texts),
            (computer, group) => described.GroupTexts[group] is null ? 0 : computer.Compute(steps[group]).Version);
        uint?[] versions = new uint?[symbols.Count];
        for (int symbol = 0; symbol < symbols.Count; symbol++)
        {
            int group = groups.Of(symbol);
            versions[symbol] = described.GroupTexts[group] is null ? null : crcs[group];
        }

        return versions;
    }
}
