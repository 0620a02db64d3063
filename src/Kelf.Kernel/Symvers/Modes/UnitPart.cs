// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Describe;
using Kelf.Kernel.Symvers.Rules;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Modes;

/// <summary>
/// One unit of a linked file with the symbols that it exports, as if it were an object of its own: its list, its alias
/// groups, its kABI rules, its table of types. What it refers to in other units belongs to it as well.
/// </summary>
internal sealed class UnitPart
{
    private readonly SymversAnalysis _whole;
    private readonly int[] _symbols;
    private readonly int[] _tableOrder;
    private readonly List<Candidate> _candidates;
    private readonly List<Diagnostic> _warnings = [];

    private UnitPart(SymversAnalysis whole, DwarfUnit unit, int[] symbols, List<Candidate> candidates, KabiRules rules)
    {
        (_whole, Unit, _symbols, _candidates, Rules) = (whole, unit, symbols, candidates, rules);
        foreach (int symbol in symbols)
        {
            List.Add(whole.Symbols[symbol]);
        }

        _tableOrder = List.InTableOrder();
        IEnumerable<int> defined = candidates.Where(one => !one.IsPointer)
            .SelectMany(one => (int[])[one.OwnSymbol, one.SourceSymbol]).Where(symbol => symbol >= 0);
        Groups = whole.Groups.Within(symbols, _tableOrder, defined);
    }

    /// <summary>The unit.</summary>
    public DwarfUnit Unit { get; }

    /// <summary>The symbols that it exports, in the order of the whole list.</summary>
    public SymbolList List { get; } = new();

    /// <summary>The symbols' numbers in the whole list.</summary>
    public ReadOnlySpan<int> NumbersInWhole => _symbols;

    /// <summary>Which of its symbols are one function or variable of the unit.</summary>
    public AliasGroups Groups { get; }

    /// <summary>The kABI rules of the unit.</summary>
    public KabiRules Rules { get; }

    /// <summary>What was suspicious so far.</summary>
    public IReadOnlyList<Diagnostic> Warnings => _warnings;

    /// <summary>The units of a file that export a listed symbol, each with these symbols; in file order.</summary>
    /// <exception cref="RefusedException">Two units export a symbol.</exception>
    public static UnitPart[] Split(SymversAnalysis whole)
    {
        (DwarfFile dwarf, SymbolList symbols) = (whole.Dwarf, whole.Symbols);
        SymbolPlaces places = SymbolPlaces.Of(whole.Elf, whole.Groups, whole.SectionAddresses);
        List<Candidate>[] candidates = LinkedCandidates.Find(dwarf, symbols, places, whole.Options.Workers, out bool hasPointers);
        SymbolOwners owners = SymbolOwners.Find(dwarf, whole.Groups, candidates);
        owners.RefuseRivals(dwarf, symbols);
        KabiRuleOwners rules = KabiRuleOwners.Find(dwarf, whole.Rules, whole.SectionAddresses);
        SortedDictionary<int, List<int>> symbolsOf = [];
        for (int symbol = 0; symbol < symbols.Count; symbol++)
        {
            foreach (int unit in owners.Of(symbol))
            {
                symbolsOf.TryAdd(unit, []);
                symbolsOf[unit].Add(symbol);
            }
        }

        if (symbolsOf.Count > 1 && !hasPointers && symbolsOf.Keys.Any(unit => !IsOfRust(dwarf.Units[unit])))
        {
            whole.Options.Tell(Diagnostic.Warning(
                WarningKind.NoExporters, "no variable __gendwarfksyms_ptr_SYMBOL says which unit exports what: a symbol has the version "
                + "that the unit has which defines it, also where another one exports it"));
        }

        return [.. symbolsOf.Select(one => new UnitPart(whole, dwarf.Units[one.Key], [.. one.Value],
            Renumber(candidates[one.Key], one.Value), rules.Of(dwarf.Units[one.Key])))];
    }

    /// <summary>Takes what is suspicious of it.</summary>
    public void Tell(Diagnostic warning) => _warnings.Add(warning);

    /// <summary>The texts to build.</summary>
    public List<SymbolTask> Resolve() => SymbolResolution.Resolve(Unit, Groups, _tableOrder, _candidates);

    /// <summary>Builds the texts of symbols and types, and applies the unit's rules to them.</summary>
    /// <param name="tasks">The texts.</param>
    /// <param name="total">What the texts of the file may take.</param>
    public DescribedTypes Describe(List<SymbolTask> tasks, TextTotal total)
    {
        // Units may be described a second time.
        _warnings.Clear();
        UnitDescriber describer = new(_whole.Dwarf, Rules, _whole.Options with { Warn = _warnings.Add }, total, dump: null);
        describer.Walk(tasks);
        describer.TakeTexts();
        byte[]?[] groupTexts = new byte[Groups.Count][];
        describer.Texts.ForEach(one => groupTexts[one.Group] = one.Text);
        DescribedTypes described = new(describer.Types, groupTexts);
        TypeOverrides.Apply(described, List, Groups, Rules, _whole.Elf.Image.Source.File);
        return described;
    }

    // What Rust exports has no such variables.
    private static bool IsOfRust(DwarfUnit unit) => unit.Root.Language == DwLanguage.Rust;

    /// <summary>
    /// The candidates for the part's symbols, numbered as these are. Declarations are left out: whether a compiler writes
    /// one down depends on what it inlined, and the symbol pointer tells the same type.
    /// </summary>
    private static List<Candidate> Renumber(List<Candidate> candidates, List<int> symbols)
    {
        Dictionary<int, int> numbers = new(symbols.Count);
        for (int i = 0; i < symbols.Count; i++)
        {
            numbers.Add(symbols[i], i);
        }

        List<Candidate> own = [];
        foreach (Candidate candidate in candidates)
        {
            Candidate here = candidate with
            {
                OwnSymbol = numbers.GetValueOrDefault(candidate.OwnSymbol, -1),
                SourceSymbol = numbers.GetValueOrDefault(candidate.SourceSymbol, -1),
            };
            if (!here.IsDeclaration && (here.OwnSymbol >= 0 || here.SourceSymbol >= 0))
            {
                own.Add(here);
            }
        }

        return own;
    }
}
