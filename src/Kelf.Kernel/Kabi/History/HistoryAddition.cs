// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.History;

/// <summary>What became of a build that was to be added.</summary>
public sealed class HistoryAddition
{
    internal HistoryAddition(HistoryBuild build, bool isNew, long bytes) => (Build, Seq, IsNew, Bytes) = (build.Name, build.Seq, isNew, bytes);

    /// <summary>Its name.</summary>
    public string Build { get; }

    /// <summary>Its number in its place.</summary>
    public int Seq { get; }

    /// <summary>False when it was there already, and is the same.</summary>
    public bool IsNew { get; }

    /// <summary>Rows that its part of the exports has: what changed.</summary>
    public int Exports { get; init; }

    /// <summary>Rows of types: what came and went.</summary>
    public int Records { get; init; }

    /// <summary>Findings of the comparison with the build before.</summary>
    public int Findings { get; init; }

    /// <summary>What it takes.</summary>
    public long Bytes { get; }
}
