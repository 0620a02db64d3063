// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>A place in code that a line of a kernel's log names.</summary>
/// <remarks>
/// Of <c>[   12.3] RIP: 0010:type_show+0x1c/0x30 [sd_mod]</c> the name starts at 20, its text ends at 39, and it is no return address.
/// </remarks>
public sealed record TraceFrame
{
    /// <summary>Offset of the name in its line, in bytes.</summary>
    public required int Start { get; init; }

    /// <summary>Offset after the size.</summary>
    public required int End { get; init; }

    /// <summary>The symbol's name as the kernel has it.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes from the symbol's beginning.</summary>
    public required ulong Offset { get; init; }

    /// <summary>Bytes from the symbol to the next one.</summary>
    public required ulong Size { get; init; }

    /// <summary>The module, or null.</summary>
    public string? Module { get; init; }

    /// <summary>The address that is printed before the name, or null.</summary>
    public ulong? Address { get; init; }

    /// <summary>True when the name stands after a question mark: found on the stack, maybe left there by an earlier call.</summary>
    public bool IsGuess { get; init; }

    /// <summary>True for the instruction that was being executed, false for a place to return to.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>The path that stands before the name in the log, or null.</summary>
    public string? Path { get; init; }
}
