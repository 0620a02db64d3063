// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Symvers.Rules;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Symvers.Describe;

/// <summary>
/// What one object says of the listed symbols, phase by phase; each phase reads the results of those before it. What a
/// version is, and why a symbol has none, is answered from here.
/// </summary>
internal sealed class SymversAnalysis : IDisposable
{
    private readonly SupplementaryObject? _supplementary;

    private SymversAnalysis(ElfFile elf, SymbolList symbols, SymversOptions options)
    {
        (Elf, Symbols, Options) = (elf, symbols, options with { Warn = OnceNotCovered(options.Warn, elf.Image.Source.File) });
        TableOrder = symbols.InTableOrder();
        Groups = AliasGroups.Read(elf, symbols, TableOrder, options);
        Rules = options.Stable ? KabiRules.Read(elf, options) : KabiRules.None;
        // Only these ask where entries are, and the addresses of a relocatable file take time and room.
        SectionAddresses = options.PerUnit || options.Canonical ? SymbolPlaces.SectionAddresses(elf) : null;
        _supplementary = options.Supplementary.Open(elf);
        try
        {
            Dwarf = _supplementary is { } other
                ? DwarfFile.OpenWith(elf, options.Budget, other.Elf, other.Budget, SectionAddresses)
                : DwarfFile.Open(elf, options.Budget, SectionAddresses);
        }
        catch
        {
            _supplementary?.Dispose();
            throw;
        }
    }

    /// <summary>The object.</summary>
    public ElfFile Elf { get; }

    /// <summary>The list.</summary>
    public SymbolList Symbols { get; }

    /// <summary>Options of the run.</summary>
    public SymversOptions Options { get; }

    /// <summary>All symbols in table order.</summary>
    public int[] TableOrder { get; }

    /// <summary>Which symbols stand at one address.</summary>
    public AliasGroups Groups { get; }

    /// <summary>The kABI rules; empty without <c>--stable</c>.</summary>
    public KabiRules Rules { get; }

    /// <summary>The debugging information.</summary>
    public DwarfFile Dwarf { get; }

    /// <summary>What the addresses in it count from, of a relocatable file and if somebody asks for addresses; else null.</summary>
    public ulong[]? SectionAddresses { get; }

    /// <summary>Reads what all phases need.</summary>
    /// <exception cref="MalformedFileException">The object is malformed, or has no debugging information.</exception>
    public static SymversAnalysis Open(Region image, SymbolList symbols, SymversOptions options)
    {
        SymversAnalysis analysis = new(ElfFile.Parse(image), symbols, options);
        if (analysis.Dwarf.Units.IsEmpty)
        {
            analysis.Dispose();
            throw new MalformedFileException(
                image.Source.File, "no debugging information: compile with -g (CONFIG_DEBUG_INFO)");
        }

        return analysis;
    }

    /// <summary>Finds the entries that may describe a listed symbol, and decides which do.</summary>
    /// <returns>Per unit, the texts to build.</returns>
    public List<SymbolTask>[] Resolve()
    {
        List<SymbolTask>[] tasks = SymbolResolution.Resolve(
            Dwarf, Groups, TableOrder, CandidateScan.All(Dwarf, Symbols, Options.Workers, followsDeclarations: false));
        if (tasks.Sum(unit => unit.Count) < Groups.Count)
        {
            RefuseSplitUnits();
        }

        return tasks;
    }

    /// <summary>Builds the texts of symbols and types, and applies the rules to them.</summary>
    /// <param name="tasks">What <see cref="Resolve"/> found.</param>
    /// <param name="dump">Takes texts while they are built, or null.</param>
    public DescribedTypes Describe(List<SymbolTask>[] tasks, IByteSink? dump)
    {
        DescribedTypes described = TypeCollector.Collect(Dwarf, Groups.Count, tasks, Rules, Options, dump);
        TypeOverrides.Apply(described, Symbols, Groups, Rules, Elf.Image.Source.File);
        return described;
    }

    /// <summary>Computes the versions.</summary>
    /// <returns>The version of each symbol, null where nothing describes it.</returns>
    public uint?[] Versions(DescribedTypes described) =>
        Array.ConvertAll(described.Versions(Groups, Symbols.Count, Options.Workers, new TextTotal(Dwarf)), found => found?.Version);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dwarf.Dispose();
        _supplementary?.Dispose();
    }

    /// <summary>
    /// What versions do not cover is said once for an object: of the units in their order the first says where, unless that is in a
    /// supplementary file, which has the types of many objects.
    /// </summary>
    private static Action<Diagnostic>? OnceNotCovered(Action<Diagnostic>? warn, string file)
    {
        bool isSaid = false;
        return warn is null ? null : warning =>
        {
            if (warning.Kind != WarningKind.NotCovered)
            {
                warn(warning);
            }
            else if (!isSaid)
            {
                isSaid = true;
                warn(warning.File == file ? warning : warning with { File = file, Section = null, Offset = null });
            }
        };
    }

    /// <summary>
    /// To be called when something is not described. A unit whose entries are in a <c>.dwo</c> file describes nothing: better
    /// an error than symbols without a version.
    /// </summary>
    /// <exception cref="MalformedFileException">There is such a unit.</exception>
    public void RefuseSplitUnits()
    {
        foreach (DwarfUnit unit in Dwarf.Units)
        {
            if (unit.Root.IsSplit)
            {
                throw unit.Contents.Malformed(
                    0, "the types are in a .dwo file, which is not read: compile without -gsplit-dwarf (CONFIG_DEBUG_INFO_SPLIT)");
            }
        }
    }
}
