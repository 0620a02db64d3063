// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Packages;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>Where the types of a file are from, the better the higher.</summary>
internal enum TypeOrigin
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>BTF.</summary>
    Btf,

    /// <summary>Debugging information.</summary>
    Dwarf,
}

/// <summary>What one file of a kernel has said.</summary>
/// <param name="file">The file.</param>
/// <param name="place">How messages call it.</param>
internal sealed class KernelPart(KernelFile file, string place)
{
    /// <summary>The file.</summary>
    public KernelFile File => file;

    /// <summary>How messages call it.</summary>
    public string Place => place;

    /// <summary>The types, or null.</summary>
    public CorpusFile? Types { get; init; }

    /// <summary>Where they are from.</summary>
    public TypeOrigin Origin { get; init; }

    /// <summary>What it exports.</summary>
    public IReadOnlyList<VersionRecord> Exports { get; init; } = [];

    /// <summary>True when that is from a table of exports, with versions and licences.</summary>
    public bool HasTable { get; init; }

    /// <summary>What was noticed.</summary>
    public List<Diagnostic> Warnings { get; init; } = [];

    /// <summary>The kernel's release.</summary>
    public string? Release { get; init; }

    /// <summary>What a module says of its kernel.</summary>
    public string? VersionMagic { get; init; }

    /// <summary>The machine.</summary>
    public string? Machine { get; init; }
}
