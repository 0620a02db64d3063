// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Lists;
using Kelf.Kernel.Kabi.Modules;
using Kelf.Kernel.Kabi.Rules;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Kabi;

/// <summary>A run of <c>kelf kabi compare</c>.</summary>
internal sealed class KabiCompareRun
{
    private const int OnlyAdditions = 10;
    private const int OnlyHarmless = 11;
    private const int OnlyTolerated = 12;

    /// <summary>The reports.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>The list of exports, or null for all.</summary>
    public string? List { get; init; }

    /// <summary>The file of rules, or null.</summary>
    public string? Rules { get; init; }

    /// <summary>Whose checker's breaks count, or null.</summary>
    public Preset? Preset { get; init; }

    /// <summary>Modules whose use of changed exports is told.</summary>
    public IReadOnlyList<string> Consumers { get; init; } = [];

    /// <summary>What each of them may expand to.</summary>
    public DecompressionLimit Limit { get; init; } = DecompressionLimit.Standard;

    /// <summary>The kinds to report; empty for all.</summary>
    public IReadOnlyList<ChangeKind> Only { get; init; } = [];

    /// <summary>Changes of types that the text shows.</summary>
    public int MaxBlocks { get; init; }

    /// <summary>Whether the status says what kind of changes there are.</summary>
    public bool IsDetailed { get; init; }

    /// <summary>Whether risks and warnings count as breaks.</summary>
    public bool WarningsFail { get; init; }

    /// <summary>Whether the old kernel may be one without versions.</summary>
    public bool AllowsEmpty { get; init; }

    /// <summary>Compares two kernels, and writes the reports.</summary>
    /// <returns>The exit status.</returns>
    public int Compare(Snapshot old, Snapshot @new)
    {
        if (old.IsUnversioned && old.Types is null && !AllowsEmpty)
        {
            throw new RefusedException(old.Name, "no export has a version (CONFIG_MODVERSIONS): a comparison with it would find nothing (--allow-empty)");
        }

        NameList? names = List is null ? null : SymbolListForms.Read(List);
        SnapshotComparison comparison = RunTimes.Current.Measure("compare", () => SnapshotComparison.Compare(old, @new, names, Preset?.Style));
        JudgedComparison judged = (Rules is null ? FindingRules.None : FindingRules.Read(Rules)).Judge(comparison, Only);
        judged = Preset is null ? judged : Preset.Judge(judged);
        judged = Consumers.Count == 0 ? judged : judged.WithConsumers(Users());
        KabiReports.Write(judged, Formats, MaxBlocks);
        return judged.HasBreak || (WarningsFail && !IsSpotless(judged)) ? ExitStatus.Failed : IsDetailed ? Detailed(judged) : ExitStatus.Done;
    }

    private static bool IsSpotless(JudgedComparison judged) =>
        WarningList.Current.IsEmpty && judged.Findings.All(finding => finding.Impact < Impact.Risk);

    private ILookup<string, string> Users() => ModuleNeeds.ReadAll(Consumers, Limit)
        .SelectMany(module => module.Symbols.Select(symbol => (symbol.Name, module.File))).ToLookup(use => use.Name, use => use.File);

    private static int Detailed(JudgedComparison judged) =>
        judged.Findings.Count == 0 ? ExitStatus.Done
        : judged.Findings.All(finding => finding.Finding.Kind == ChangeKind.ExportAdded) ? OnlyAdditions
        : judged.Findings.Any(finding => finding.Rule is not null) ? OnlyTolerated
        : OnlyHarmless;
}
