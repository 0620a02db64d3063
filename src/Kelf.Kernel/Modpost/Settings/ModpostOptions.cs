// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Releases;

namespace Kelf.Kernel.Modpost.Settings;

/// <summary>What a command line of modpost asks for.</summary>
public sealed record ModpostOptions
{
    /// <summary>The release whose rules, messages and formats hold.</summary>
    public ModpostRelease Release { get; init; } = ModpostRelease.Linux73;

    /// <summary>Objects that the command line names, in order.</summary>
    public IReadOnlyList<string> Objects { get; init; } = [];

    /// <summary>A file with one object on each line, read after <see cref="Objects"/> (<c>-T</c>); <c>-</c> is standard input, in 6.1.</summary>
    public string? ObjectList { get; init; }

    /// <summary>Read exports at all (<c>-M</c>).</summary>
    public bool ReadsExports { get; init; }

    /// <summary>Read versions, and write those of exports (<c>-m</c>).</summary>
    public bool HasVersions { get; init; }

    /// <summary>The versions of a module's exports are also beside its own object, which was linked of bitcode (Clang LTO).</summary>
    public bool HasLinkedVersions { get; init; }

    /// <summary>
    /// Compute versions of the debugging information of the objects themselves; those beside the objects' parts replace them, where
    /// there are any.
    /// </summary>
    public bool ComputesVersions { get; init; }

    /// <summary>Apply the kABI rules of an object to the versions that are computed.</summary>
    public bool IsStable { get; init; }

    /// <summary>Names of objects may have <c>.lto</c> or <c>.prelink</c> before <c>.o</c>, which is no part of a module's name (trees of 2021).</summary>
    public bool StripsLtoSuffix { get; init; }

    /// <summary>Write the versions of imports as records of one size (<c>-b</c>).</summary>
    public bool HasBasicVersions { get; init; }

    /// <summary>Write the versions of imports with names of any length (<c>-x</c>).</summary>
    public bool HasExtendedVersions { get; init; }

    /// <summary>A hash of the sources of every module (<c>-a</c>), and not only of those with <c>MODULE_VERSION</c>.</summary>
    public bool HashesAllSources { get; init; }

    /// <summary>Section mismatches fail the run at its end (<c>-E</c>).</summary>
    public bool FailsOnMismatch { get; init; }

    /// <summary>Undefined symbols are a warning (<c>-w</c>).</summary>
    public bool AllowsUndefined { get; init; }

    /// <summary>Namespaces that are used and not imported are a warning (<c>-N</c>).</summary>
    public bool AllowsMissingNamespaces { get; init; }

    /// <summary>More warnings (<c>-W</c>).</summary>
    public bool HasExtraWarnings { get; init; }

    /// <summary>Say which namespaces a module imports for nothing.</summary>
    public bool ChecksImports { get; init; }

    /// <summary>Name all undefined symbols, and say what would help with each, and with namespaces that are not imported.</summary>
    public bool GivesHints { get; init; }

    /// <summary>The release of the kernel when it is newer than all whose rules are known; else null.</summary>
    public string? UnknownRelease { get; init; }

    /// <summary>Say of each section mismatch which lines it is about, why it is one, and what is done about it.</summary>
    public bool ExplainsMismatches { get; init; }

    /// <summary>The types of variables decide what they may refer to, and not their names.</summary>
    public bool JudgesByType { get; init; }

    /// <summary>Names are matched and printed without what Clang's ThinLTO appends to them (<c>.llvm.123</c>).</summary>
    public bool StripsLlvmSuffix { get; init; }

    /// <summary>Objects that cannot be read are left out (<c>-n</c>).</summary>
    public bool SkipsUnreadable { get; init; }

    /// <summary>The objects are built outside of the kernel's tree (<c>-e</c>).</summary>
    public bool IsExternal { get; init; }

    /// <summary>Leave exports out that nobody uses (<c>-t</c>).</summary>
    public bool Trims { get; init; }

    /// <summary>A file with names that are kept all the same (<c>-u</c>), or null.</summary>
    public string? Whitelist { get; init; }

    /// <summary>Dumps of exports to read before everything else (<c>-i</c>), in order.</summary>
    public IReadOnlyList<string> Dumps { get; init; } = [];

    /// <summary>Where the dump of exports goes (<c>-o</c>), or null.</summary>
    public string? Dump { get; init; }

    /// <summary>Where the list of missing namespaces goes (<c>-d</c>), or null.</summary>
    public string? NamespaceDependencies { get; init; }
}
