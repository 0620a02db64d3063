// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Fixes;

namespace Kelf.Kernel.Kabi.Rules;

/// <summary>
/// What a distribution's own checker calls a break: it looks at some kinds, and takes others for harmless. Where it passes without a
/// reference, or ends at a namespace, this does not.
/// </summary>
/// <param name="Name">Name of the preset.</param>
/// <param name="Breaks">The kinds that it fails on.</param>
/// <param name="Meaning">What it is like, for help.</param>
public sealed record Preset(string Name, IReadOnlyList<ChangeKind> Breaks, string Meaning)
{
    private static readonly ChangeKind[] s_versions = [ChangeKind.CrcChanged, ChangeKind.CrcWithoutChange];

    /// <summary>All presets.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("suse", [.. s_versions, ChangeKind.ExportRemoved, ChangeKind.ExportGplTightened], "ksymvers: versions, removals, GPL only now"),
        new("debian", [.. s_versions, ChangeKind.ExportRemoved, ChangeKind.ModuleMoved, ChangeKind.ExportGplTightened, ChangeKind.ExportGplRelaxed],
            "buildcheck: any other line of Module.symvers"),
        new("ubuntu", [ChangeKind.ExportGplRelaxed], "abi-check: an export that is no longer for GPL modules only"),
        new("redhat", [.. s_versions, ChangeKind.ExportRemoved, ChangeKind.ModuleMoved], "check-kabi: versions of listed symbols, and moves"),
        new("uek", [.. s_versions, ChangeKind.ExportRemoved, ChangeKind.ExportGplTightened, ChangeKind.ExportGplRelaxed], "versions and licences; moves warn"),
        new("android", [.. ChangeKind.All.Where(kind => kind.Impact == Impact.Break)], "STG: all that breaks modules"),
    ];

    /// <summary>Its macros; null for those of the kernel.</summary>
    public MacroStyle? Style => Name switch
    {
        "suse" => MacroStyle.Plain,
        "redhat" or "uek" => MacroStyle.RedHat,
        "android" => MacroStyle.Android,
        _ => null,
    };

    /// <summary>The preset of that name, or null.</summary>
    public static Preset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);

    /// <summary>Judges a comparison as that checker does. A changed type counts where it gave a symbol another version.</summary>
    public JudgedComparison Judge(JudgedComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        bool failsOnVersions = Breaks.Contains(ChangeKind.CrcChanged);
        return comparison with
        {
            Findings =
            [
                .. comparison.Findings.Select(judged => judged.Rule is not null ? judged : judged with
                {
                    Impact = Breaks.Contains(judged.Finding.Kind) || (judged.Finding.IsOfType && failsOnVersions && HasOtherVersion(judged.Finding, comparison))
                        ? Impact.Break
                        : judged.Impact == Impact.Break ? Impact.Risk : judged.Impact,
                }),
            ],
        };
    }

    private static bool HasOtherVersion(Finding finding, JudgedComparison comparison) => finding.Exports.Any(export =>
        comparison.Old.Exports.TryGetValue(export, out Versions.VersionRecord? before)
        && comparison.New.Exports.TryGetValue(export, out Versions.VersionRecord? after) && before.Crc != after.Crc);
}
