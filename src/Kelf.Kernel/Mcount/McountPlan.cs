// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Mcount;

/// <summary>What was found in an object, and what is to be written.</summary>
public sealed record McountPlan
{
    /// <summary>The style that was applied.</summary>
    public required McountStyle Style { get; init; }

    /// <summary>True when the object has its table already: <see cref="Records"/> is what that says, nothing is written.</summary>
    public bool HasTable { get; init; }

    /// <summary>The traced functions in the table's order.</summary>
    public IReadOnlyList<McountRecord> Records { get; init; } = [];

    /// <summary>Names of executable sections whose calls are not traced, in file order (<c>-w</c>).</summary>
    public IReadOnlyList<string> IgnoredSections { get; init; } = [];

    /// <summary>What is suspicious, in whole sentences without the file's name.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];

    /// <summary>The new file; without changes when there is nothing to add.</summary>
    public required ElfEditor Output { get; init; }
}
