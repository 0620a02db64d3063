// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.History;

/// <summary>What the table of exports says of one.</summary>
/// <param name="crc">Its version, <c>0x…</c>; null when it has none.</param>
/// <param name="module">What exports it; null where that is not known.</param>
/// <param name="isGplOnly">For GPL modules only? Null where that is not known.</param>
/// <param name="space">Its namespace; empty when there is none.</param>
/// <param name="recordId">The record of its own type; null where that is not known.</param>
internal sealed class ExportRow(string? crc, string? module, bool? isGplOnly, string space, string? recordId)
{
    /// <summary>Its version.</summary>
    public string? Crc { get; } = crc;

    /// <summary>What exports it.</summary>
    public string? Module { get; } = module;

    /// <summary>For GPL modules only?</summary>
    public bool? IsGplOnly { get; } = isGplOnly;

    /// <summary>Its namespace.</summary>
    public string Namespace { get; } = space;

    /// <summary>The record of its own type.</summary>
    public string? RecordId { get; } = recordId;

    /// <summary>Says the other the same?</summary>
    public bool IsAs(ExportRow? other) =>
        other is not null && Crc == other.Crc && Module == other.Module && IsGplOnly == other.IsGplOnly && Namespace == other.Namespace
        && RecordId == other.RecordId;
}
