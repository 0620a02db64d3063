// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers.Describe;
using Kelf.Kernel.Symvers.Output;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.Kernel.Symvers.Versions;

namespace Kelf.Kernel.Symvers.Modes;

/// <summary>
/// Versions that are a function of the types alone (<c>--canonical</c>, docs/canonical.md): neither the order of units and
/// entries nor the other symbols of the list have a part in them.
/// </summary>
internal sealed class CanonicalVersions
{
    // Measured: 0.7 microseconds for a type, 0.02 for a part of a text.
    private const long PartsForWalk = 16;

    private readonly SymversAnalysis _analysis;
    private readonly SymbolList _symbols;

    private CanonicalVersions(SymversAnalysis analysis)
    {
        (_analysis, _symbols) = (analysis, analysis.Symbols);
    }

    /// <summary>A version, and the task that it comes from.</summary>
    private readonly record struct Found(FoundVersion Version, SymbolTask Task);

    /// <summary>Computes the versions of the listed symbols; as <see cref="SymversTool.Compute"/>.</summary>
    public static uint?[] Compute(SymversAnalysis analysis, IByteSink? symtypes, IByteSink? dump)
    {
        SymversOptions options = analysis.Options;
        CanonicalVersions versions = new(analysis);
        Found?[] best = versions.Best(CanonicalSources.Find(analysis));
        if (Array.Exists(best, found => found is null))
        {
            analysis.RefuseSplitUnits();
        }

        if (symtypes is not null)
        {
            versions.WriteTexts(best, symtypes);
        }

        if (dump is not null && options.DumpTypes)
        {
            versions.WriteTexts(best, dump);
        }

        if (dump is not null && options.DumpVersions)
        {
            versions.WriteExpanded(best, dump);
        }

        return Array.ConvertAll(best, found => found?.Version.Version);
    }

    /// <summary>The version of one symbol, where it comes from, and the texts of it; the symbol's own is group 0.</summary>
    public static (SymbolTask Task, uint Version, DescribedTypes Described)? Describe(SymversAnalysis analysis, int symbol)
    {
        CanonicalVersions versions = new(analysis);
        return versions.Best(CanonicalSources.Find(analysis))[symbol] is { } found
            ? (found.Task, found.Version.Version, versions.Describe([found.Task]))
            : null;
    }

    /// <summary>Per symbol the longest text of its entries, of equally long ones that with the smallest version.</summary>
    private Found?[] Best(List<SymbolTask>[] tasks)
    {
        int[] units = [.. Enumerable.Range(0, tasks.Length).Where(unit => tasks[unit].Count > 0)];
        List<Found>[] found = TextTotal.Share(_analysis.Dwarf, _analysis.Options, (total, options) =>
            Parallelism.Map(units.Length, options.Workers, () => total, (total, i) => ComputeUnit(tasks[units[i]], total)));
        Found?[] best = new Found?[_symbols.Count];
        foreach (Found one in found.SelectMany(list => list))
        {
            ref Found? known = ref best[one.Task.Group];
            if (known is not { } other || FoundVersion.Better(other.Version, one.Version) != other.Version)
            {
                known = one;
            }
        }

        return best;
    }

    private List<Found> ComputeUnit(List<SymbolTask> tasks, TextTotal total)
    {
        DescribedTypes described = Describe(tasks);
        if (described.Types.HasRivals && tasks.Count > 1)
        {
            // Which text a name has is then for each symbol to say: the longest of those that it reaches itself.
            return [.. tasks.SelectMany(task => ComputeUnit([task], total))];
        }

        CompiledTexts texts = CompiledTexts.Compile(
            described.Types, described.GroupTexts, out (int Start, int End)[] steps);
        // Walked for these symbols alone, which takes longer than joining what was walked.
        total.SpendParts(texts.Steps.Length * PartsForWalk);
        VersionComputer computer = new(texts, total);
        List<Found> found = new(tasks.Count);
        for (int i = 0; i < tasks.Count; i++)
        {
            found.Add(new Found(computer.Compute(steps[i]), tasks[i]));
        }

        return found;
    }

    /// <summary>The texts of some symbols, in the order of the tasks, and of the types they reach.</summary>
    private DescribedTypes Describe(List<SymbolTask> tasks)
    {
        // A total for each walk: which types a symbol reaches is asked anew for each symbol, and so often may each be written.
        TextTotal total = new(_analysis.Dwarf);
        UnitDescriber describer = new(_analysis.Dwarf, _analysis.Rules, _analysis.Options, total, dump: null);
        describer.Walk(tasks);
        describer.TakeTexts();
        TypeOverrides overrides = new(describer.Types, _analysis.Rules, _analysis.Elf.Image.Source.File);
        overrides.ReplaceTypes();
        byte[]?[] texts = [.. describer.Texts.Select(one => overrides.TextOf(_symbols[one.Group]) ?? one.Text)];
        overrides.DefineReferences(texts, i => _symbols[tasks[i].Group]);
        return new DescribedTypes(describer.Types, texts);
    }

    /// <summary>
    /// Writes the texts of symbols and types as a symtypes file. Symbols need not agree on the text of a type: it has a
    /// line for each.
    /// </summary>
    private void WriteTexts(Found?[] best, IByteSink output)
    {
        TextLines lines = new();
        foreach (Found found in best.OfType<Found>())
        {
            DescribedTypes described = Describe([found.Task]);
            lines.Add(sink =>
            {
                WriteLine(described.Types, _symbols[found.Task.Group], described.GroupTexts[0], sink);
                for (int name = 0; name < described.Types.Names.Count; name++)
                {
                    if (described.Types.Has(name))
                    {
                        WriteLine(described.Types, described.Types.Names[name], described.Types[name], sink);
                    }
                }
            });
        }

        lines.WriteTo(output);
    }

    private static void WriteLine(TypeTexts types, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, IByteSink output)
    {
        output.Write(name);
        output.Write(" "u8);
        types.Write(text, output);
        output.Write("\n"u8);
    }

    private void WriteExpanded(Found?[] best, IByteSink output)
    {
        foreach (int symbol in _symbols.InTableOrder())
        {
            if (best[symbol] is { } found)
            {
                DescribedTypes described = Describe([found.Task]);
                output.Write(_symbols[symbol]);
                output.Write(" "u8);
                ExpandedWriter.Expand(described.Types, described.GroupTexts[0]!, output);
                output.Write("\n"u8);
            }
        }
    }
}
