// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Symvers.Describe;
using Kelf.Kernel.Symvers.Selection;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Symvers.Modes;

/// <summary>
/// The entries that describe a symbol best, whatever their order: all that share the first rank that any entry of the
/// symbol has. The ranks are those of docs/canonical.md.
/// </summary>
internal sealed class CanonicalSources
{
    private readonly SymbolOwners _owners;
    private readonly int[] _ranks;

    // With the first unit that has them: partial units are imported by several.
    private readonly Dictionary<(DieOffset Source, bool IsFunction), int>[] _sources;

    private CanonicalSources(int symbols, SymbolOwners owners)
    {
        _owners = owners;
        _ranks = new int[symbols];
        Array.Fill(_ranks, int.MaxValue);
        _sources = new Dictionary<(DieOffset, bool), int>[symbols];
    }

    /// <summary>How well an entry tells the type of a symbol; smaller is better.</summary>
    private enum Rank
    {
        Definition,
        Declaration,
        Pointer,
        Local,

        // Added for an entry of another symbol at the same address.
        Alias,

        // An assembler knows of no types; everything else goes before it.
        Assembler = 8,
    }

    /// <summary>Finds the entries of all listed symbols.</summary>
    /// <returns>Per unit, what is to be described there: the group of a task is the symbol's number.</returns>
    public static List<SymbolTask>[] Find(SymversAnalysis analysis)
    {
        (DwarfFile dwarf, SymbolList symbols) = (analysis.Dwarf, analysis.Symbols);
        SymbolList everyone = WithAliases(analysis.Elf, symbols);
        int[] order = [.. Enumerable.Range(0, everyone.Count)];
        AliasGroups groups = AliasGroups.Read(analysis.Elf, everyone, order, analysis.Options);
        SymbolPlaces places = SymbolPlaces.Of(analysis.Elf, groups, analysis.SectionAddresses);
        List<Candidate>[] candidates = LinkedCandidates.Find(dwarf, everyone, places, analysis.Options.Workers, out _);

        CanonicalSources sources = new(symbols.Count, SymbolOwners.Find(dwarf, groups, candidates));
        for (int unit = 0; unit < candidates.Length; unit++)
        {
            foreach (Candidate candidate in candidates[unit])
            {
                sources.Consider(dwarf.Units[unit], candidate, groups);
            }
        }

        return sources.Tasks(dwarf);
    }

    /// <summary>The list, and after it the symbols that it does not name but that stand at the same addresses.</summary>
    private static SymbolList WithAliases(ElfFile elf, SymbolList symbols)
    {
        SymbolList everyone = new();
        for (int symbol = 0; symbol < symbols.Count; symbol++)
        {
            everyone.Add(symbols[symbol]);
        }

        HashSet<(uint, ulong)> addresses = new(KeyedHash.Places);
        ElfSymbolTable table = elf.SymbolTable;
        ForEachDefinition(table, (name, address) => _ = symbols.Find(name) >= 0 && addresses.Add(address));
        ForEachDefinition(table, (name, address) =>
        {
            if (addresses.Contains(address))
            {
                everyone.Add(name);
            }
        });

        return everyone;
    }

    private delegate void DefinitionAction(ReadOnlySpan<byte> name, (uint Section, ulong Value) address);

    private static void ForEachDefinition(in ElfSymbolTable table, DefinitionAction action)
    {
        for (int i = 1; i < table.Count; i++)
        {
            ElfSymbol symbol = table[i];
            if (symbol.Binding != ElfSymbolBinding.Local && !symbol.IsUndefined)
            {
                action(table.NameOf(symbol), (symbol.SectionNumber, symbol.Value));
            }
        }
    }

    private void Consider(DwarfUnit unit, in Candidate candidate, AliasGroups groups)
    {
        Rank rank = unit.Root.IsAssembler ? Rank.Assembler
            : candidate.IsPointer ? Rank.Pointer
            : !candidate.IsExternal ? Rank.Local
            : candidate.IsDeclaration ? Rank.Declaration
            : Rank.Definition;
        if (!candidate.IsPointer)
        {
            Consider(unit, candidate, candidate.OwnSymbol, rank, groups);
        }

        if (candidate.IsPointer || candidate.SourceSymbol != candidate.OwnSymbol)
        {
            Consider(unit, candidate, candidate.SourceSymbol, rank, groups);
        }
    }

    private void Consider(DwarfUnit unit, in Candidate candidate, int named, Rank rank, AliasGroups groups)
    {
        if (named < 0)
        {
            return;
        }

        foreach (int symbol in groups.Members(groups.Of(named)))
        {
            int rankHere = (int)rank + (symbol == named ? 0 : (int)Rank.Alias);
            if (symbol >= _ranks.Length || rankHere > _ranks[symbol] || !_owners.MayDescribe(unit.Index, symbol))
            {
                continue;
            }

            if (rankHere < _ranks[symbol])
            {
                _ranks[symbol] = rankHere;
                _sources[symbol] = [];
            }

            (DieOffset source, bool isFunction) = candidate.IsPointer
                ? SymbolPointer.Pointee(unit, candidate.Source)
                : (candidate.Source, candidate.IsFunction);
            _sources[symbol].TryAdd((source, isFunction), unit.Index);
        }
    }

    private List<SymbolTask>[] Tasks(DwarfFile dwarf)
    {
        List<SymbolTask>[] tasks = new List<SymbolTask>[dwarf.Units.Length];
        for (int unit = 0; unit < tasks.Length; unit++)
        {
            tasks[unit] = [];
        }

        for (int symbol = 0; symbol < _sources.Length; symbol++)
        {
            foreach (((DieOffset source, bool isFunction), int unit) in _sources[symbol] ?? [])
            {
                tasks[unit].Add(new SymbolTask(symbol, source, isFunction));
            }
        }

        return tasks;
    }
}
