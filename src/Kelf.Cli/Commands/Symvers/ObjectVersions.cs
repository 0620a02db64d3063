// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.Commands.Symvers;

/// <summary>What was found in one object, or for one list.</summary>
/// <param name="DisplayName">The object, or null when the list was looked up in several.</param>
/// <param name="Versions">The versions.</param>
/// <param name="Warnings">What was suspicious, in a defined order.</param>
internal sealed record ObjectVersions(string? DisplayName, VersionTable Versions, IReadOnlyList<Diagnostic> Warnings)
{
    /// <summary>The object has no export markers, and the list is that of the kernel's rust/Makefile.</summary>
    public bool IsListedByRust { get; init; }
}
