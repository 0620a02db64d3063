// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Reports;

/// <summary>A form of a report.</summary>
public enum ReportFormat
{
    /// <summary>Nothing: the status tells.</summary>
    Null,

    /// <summary>Everything.</summary>
    Pretty,

    /// <summary>At most ten names with each change; of versions, what no rule tolerates.</summary>
    Short,

    /// <summary>Names that were added, removed or changed, one on each line.</summary>
    Symbols,

    /// <summary>Names that were changed, one on each line.</summary>
    ModSymbols,
}
