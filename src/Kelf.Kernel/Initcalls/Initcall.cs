// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Initcalls;

/// <summary>An initcall of an object.</summary>
/// <param name="Name">The name of its symbol, in parts.</param>
/// <param name="File">The object; members of archives as <c>lib.a(member.o)</c>.</param>
/// <param name="IsVariable">
/// True for a pointer variable of bitcode; false for assembly, and for ELF, which does not tell.
/// </param>
public sealed record Initcall(InitcallName Name, string File, bool IsVariable);

/// <summary>What an object has.</summary>
/// <param name="File">The object.</param>
/// <param name="Initcalls">Its initcalls in their order.</param>
/// <param name="Warnings">What is suspicious.</param>
/// <param name="Errors">What makes the order wrong.</param>
/// <param name="FallbackReason">Why the symbol table of bitcode was not used, or null.</param>
public sealed record ObjectInitcalls(
    string File,
    IReadOnlyList<Initcall> Initcalls,
    IReadOnlyList<Diagnostic> Warnings,
    IReadOnlyList<Diagnostic> Errors,
    string? FallbackReason)
{
    /// <summary>
    /// Sections of whole levels, if they were looked for: Rust and hand-written assembly put initcalls there. No line of a
    /// linker script can order them, so under LTO they come last in their level, wherever their object is linked.
    /// </summary>
    public IReadOnlyList<string> Unsuffixed { get; init; } = [];
}
