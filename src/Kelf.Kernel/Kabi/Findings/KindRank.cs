// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Findings;

/// <summary>The order of kinds in reports.</summary>
internal static class KindRank
{
    private static readonly Dictionary<ChangeKind, int> s_ranks =
        ChangeKind.All.Select((kind, rank) => (kind, rank)).ToDictionary(item => item.kind, item => item.rank);

    /// <summary>The place of a kind.</summary>
    public static int Of(ChangeKind kind) => s_ranks[kind];
}
