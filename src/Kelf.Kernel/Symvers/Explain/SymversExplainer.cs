// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Describe;
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.Modes;
using Kelf.Kernel.Symvers.Output;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Dwarf.Symbols;

namespace Kelf.Kernel.Symvers.Explain;

/// <summary>
/// Tells where the version of a symbol comes from: the entry that describes it, and the tree of types that the version is
/// the CRC of; or why it has none.
/// </summary>
public static class SymversExplainer
{
    /// <summary>Writes what an object has to say about a symbol.</summary>
    /// <param name="image">The object.</param>
    /// <param name="symbols">The list of the object; what is in it can change a version.</param>
    /// <param name="symbol">The symbol; it need not be on the list.</param>
    /// <param name="options">How versions are computed.</param>
    /// <param name="output">Takes the lines.</param>
    /// <returns>True when the symbol has a version.</returns>
    /// <exception cref="MalformedFileException">The object is malformed.</exception>
    /// <exception cref="RefusedException">A type cannot be described, or a rule not be applied.</exception>
    public static bool Explain(
        Region image, SymbolList symbols, ReadOnlySpan<byte> symbol, SymversOptions options, IByteSink output)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(output);
        bool isListed = symbols.Find(symbol) >= 0;
        SymbolList everyone = symbols.With(symbol);
        int number = isListed ? everyone.Find(symbol) : everyone.Count - 1;
        using SymversAnalysis analysis = SymversAnalysis.Open(image, everyone, options);
        ExplanationFacts facts = new(output);
        facts.Add("symbol", PrintableText.Of(symbol));
        if (ReadableSymbols.Readable(symbol) is { } readable)
        {
            facts.Add("name", readable);
        }

        facts.Add("object", image.Source.File);
        if (!isListed)
        {
            facts.Add("note", "the object does not export it, and it is not on the list");
        }

        bool isVersioned = options.Canonical ? ExplainCanonical(analysis, number, facts)
            : options.PerUnit ? ExplainPerUnit(analysis, number, facts)
            : ExplainDefault(analysis, number, facts);
        if (!isVersioned)
        {
            facts.Add("version", "none");
            MissingInformation.Explain(analysis, number, facts);
        }

        return isVersioned;
    }

    private static bool ExplainDefault(SymversAnalysis analysis, int symbol, ExplanationFacts facts)
    {
        List<SymbolTask>[] tasks = analysis.Resolve();
        int group = analysis.Groups.Of(symbol);
        SymbolTask[] found = [.. tasks.SelectMany(unit => unit).Where(task => task.Group == group)];
        if (found.Length == 0)
        {
            return false;
        }

        DescribedTypes described = analysis.Describe(tasks, dump: null);
        FactsOfVersion(analysis, analysis.Versions(described)[symbol]!.Value, "", found[0], facts);
        FactsOfAliases(analysis, found[0], analysis.Symbols, analysis.Groups.Members(group), symbol, facts);
        FactsOfText(described, group, facts);
        return true;
    }

    private static bool ExplainCanonical(SymversAnalysis analysis, int symbol, ExplanationFacts facts)
    {
        if (CanonicalVersions.Describe(analysis, symbol) is not { } found)
        {
            return false;
        }

        FactsOfVersion(analysis, found.Version, " (canonical)", found.Task, facts);
        FactsOfAliases(analysis, found.Task, analysis.Symbols, analysis.Groups.Members(analysis.Groups.Of(symbol)), symbol, facts);
        FactsOfText(found.Described, 0, facts);
        return true;
    }

    private static bool ExplainPerUnit(SymversAnalysis analysis, int symbol, ExplanationFacts facts)
    {
        if (UnitVersions.Describe(analysis, symbol) is not { } found)
        {
            return false;
        }

        int here = found.Part.List.Find(analysis.Symbols[symbol]);
        int group = found.Part.Groups.Of(here);
        FactsOfVersion(analysis, found.Version, " (of its unit)", found.Task, facts);
        FactsOfAliases(analysis, found.Task, found.Part.List, found.Part.Groups.Members(group), here, facts);
        FactsOfText(found.Described, group, facts);
        return true;
    }

    private static void FactsOfVersion(
        SymversAnalysis analysis, uint version, string kind, SymbolTask task, ExplanationFacts facts)
    {
        facts.Add("version", $"0x{version:x8}{kind}");
        DwarfUnit? unit = analysis.Dwarf.TryFindUnit(task.Source, out DwarfUnit? found) ? found : null;
        facts.Add("entry", DescribeEntry(unit, task.Source));
        facts.Add("unit", unit is null ? "none" : unit.IsShared ? "a partial unit, as dwz makes" : EntryErrors.NameOf(unit));
    }

    private static void FactsOfAliases(
        SymversAnalysis analysis, SymbolTask task, SymbolList symbols, ReadOnlySpan<int> group, int symbol, ExplanationFacts facts)
    {
        List<string> aliases = [];
        foreach (int member in group)
        {
            if (member != symbol)
            {
                aliases.Add(ReadableSymbols.Both(symbols[member]));
            }
        }

        if (aliases.Count > 0)
        {
            facts.Add("aliases", string.Join(", ", aliases));
            if (analysis.Dwarf.TryFindUnit(task.Source, out DwarfUnit? unit) && unit.Root.Language == DwLanguage.Rust)
            {
                facts.Add("note", "functions that are the same code were merged, and all have the version of the entry above: what "
                    + "changes in the types of another one is not noticed");
            }
        }
    }

    private static void FactsOfText(DescribedTypes described, int group, ExplanationFacts facts)
    {
        ByteBuilder expanded = new();
        IReadOnlyCollection<int> used = ExpandedWriter.Expand(described.Types, described.GroupTexts[group]!, expanded);
        facts.Add("length", string.Create(CultureInfo.InvariantCulture, $"{expanded.Bytes.Length} bytes, {used.Count} named types"));
        string[] rivals = [.. used.Where(described.Types.HasRivalsOf)
            .Select(name => PrintableText.Of(described.Types.Names[name])).Order(StringComparer.Ordinal)];
        if (rivals.Length > 0)
        {
            facts.Add("longest of several texts", string.Join(", ", rivals));
        }

        facts.Tree(expanded.Bytes);
    }

    private static string DescribeEntry(DwarfUnit? unit, DieOffset entry)
    {
        if (unit is null)
        {
            return $"0x{entry.Value:x}";
        }

        DieReader reader = unit.EntriesFrom(entry);
        string name = PrintableText.Of(TypeEntry.ReadAt(unit, entry).Name);
        reader.Next();
        SymbolEntry names = SymbolEntry.Read(unit, ref reader);
        string kind = reader.Tag switch
        {
            DwTag.Subprogram => names.IsDeclaration ? "declaration of a function" : "function",
            DwTag.Variable => names.IsDeclaration ? "declaration of a variable" : "variable",
            DwTag.SubroutineType => "function type that a symbol pointer points to",
            DwTag.PointerType => "type of a symbol pointer",
            DwTag tag => tag.ToString(),
        };
        return EntryErrors.Describe(unit, entry, $"{kind} {name}").TrimEnd();
    }
}
