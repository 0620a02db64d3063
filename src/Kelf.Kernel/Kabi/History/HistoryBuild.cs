// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.Kabi.History;

/// <summary>A build that is in a store.</summary>
/// <param name="place">Where it belongs.</param>
/// <param name="seq">Its number there, from 1.</param>
/// <param name="name">Its name.</param>
internal sealed class HistoryBuild(HistoryPlace place, int seq, string name)
{
    /// <summary>Where it belongs.</summary>
    public HistoryPlace Place { get; } = place;

    /// <summary>Its number there, from 1.</summary>
    public int Seq { get; } = seq;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What its part of each table is called.</summary>
    public string PartName => Seq.ToString("d6", CultureInfo.InvariantCulture) + "-" + Name;
}
