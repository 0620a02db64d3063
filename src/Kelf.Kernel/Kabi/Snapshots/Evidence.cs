// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Snapshots;

/// <summary>How much a source says of what a kernel exports; what has more can be asked more.</summary>
public enum Evidence
{
    /// <summary>Names and versions: <c>Module.symvers</c>, an image without debugging information.</summary>
    Versions,

    /// <summary>C declarations, as genksyms writes them: no offsets, no sizes.</summary>
    Declarations,

    /// <summary>Types with offsets and sizes, as gendwarfksyms writes them. kABI rules may have changed them (<c>--stable</c>).</summary>
    Layouts,

    /// <summary>Types read from debugging information: as they are.</summary>
    DebugInformation,
}
