// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers;

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
    /// <exception cref="SymversException">A type cannot be described, or a rule not be applied.</exception>
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
        facts.Add("symbol", Encoding.UTF8.GetString(symbol));
        facts.Add("object", image.Source.File);
        if (!isListed)
        {
            facts.Add("note", "the object does not export it, and it is not on the list");
        }

        SymbolTask? task = options.Canonical
            ? ExplainCanonical(analysis, number, facts)
            : ExplainDefault(analysis, number, facts);
        if (task is null)
        {
            facts.Add("version", "none");
            MissingInformation.Explain(analysis, number, facts);
        }

        return task is not null;
    }

    private static SymbolTask? ExplainDefault(SymversAnalysis analysis, int symbol, ExplanationFacts facts)
    {
        List<SymbolTask>[] tasks = analysis.Resolve();
        int group = analysis.Groups.Of(symbol);
        SymbolTask[] found = [.. tasks.SelectMany(unit => unit).Where(task => task.Group == group)];
        if (found.Length == 0)
        {
            return null;
        }

        DescribedTypes described = analysis.Describe(tasks, dump: null);
        ExplainText(analysis, symbol, found[0], analysis.Versions(described)[symbol]!.Value, described, group, facts);
        return found[0];
    }

    private static SymbolTask? ExplainCanonical(SymversAnalysis analysis, int symbol, ExplanationFacts facts)
    {
        if (CanonicalVersions.Describe(analysis, symbol) is not { } found)
        {
            return null;
        }

        ExplainText(analysis, symbol, found.Task, found.Version, found.Described, 0, facts);
        return found.Task;
    }

    private static void ExplainText(
        SymversAnalysis analysis, int symbol, SymbolTask task, uint version, DescribedTypes described, int group, ExplanationFacts facts)
    {
        facts.Add("version", $"0x{version:x8}{(analysis.Options.Canonical ? " (canonical)" : "")}");
        DwarfUnit? unit = analysis.Dwarf.TryFindUnit(task.Source, out DwarfUnit? found) ? found : null;
        facts.Add("entry", DescribeEntry(unit, task.Source));
        facts.Add("unit", unit is null ? "none" : NameOf(unit, unit.Entries()));
        string aliases = string.Join(", ", Names(analysis, symbol));
        if (aliases.Length > 0)
        {
            facts.Add("aliases", aliases);
        }

        ByteBuilder expanded = new();
        IReadOnlyCollection<int> used = ExpandedWriter.Expand(described.Types, described.GroupTexts[group]!, expanded);
        facts.Add("length", string.Create(CultureInfo.InvariantCulture, $"{expanded.Bytes.Length} bytes, {used.Count} named types"));
        string[] rivals = [.. used.Where(described.Types.HasRivalsOf)
            .Select(name => Encoding.UTF8.GetString(described.Types.Names[name])).Order(StringComparer.Ordinal)];
        if (rivals.Length > 0)
        {
            facts.Add("longest of several texts", string.Join(", ", rivals));
        }

        facts.Tree(expanded.Bytes);
    }

    private static IEnumerable<string> Names(SymversAnalysis analysis, int symbol)
    {
        int[] members = [.. analysis.Groups.Members(analysis.Groups.Of(symbol))];
        return members.Where(member => member != symbol).Select(member => Encoding.UTF8.GetString(analysis.Symbols[member]));
    }

    private static string DescribeEntry(DwarfUnit? unit, DieOffset entry)
    {
        if (unit is null)
        {
            return $"0x{entry.Value:x}";
        }

        DieReader reader = unit.EntriesFrom(entry);
        string name = NameOf(unit, reader);
        reader.Next();
        DieNames names = DieNames.Read(unit, ref reader);
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

    private static string NameOf(DwarfUnit unit, DieReader reader)
    {
        AttributeValue name = reader.Next() ? TypeDie.Read(unit, ref reader).Name : default;
        return name.Form == DwForm.None ? "" : Encoding.UTF8.GetString(unit.StringOrEmpty(name, out _));
    }
}
