// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Decode.Scanning;

/// <summary>How much of a place a log tells.</summary>
public enum FrameForm
{
    /// <summary><c>name+0xOFFSET/0xSIZE</c>, as kernels print it.</summary>
    Sized,

    /// <summary><c>name+0xOFFSET</c> or <c>name+OFFSET</c>, as <c>perf script</c> and bpftrace do.</summary>
    Unsized,

    /// <summary>A name alone: <c>NAME from name+0x…</c> of 32-bit ARM, <c>=> NAME &lt;ADDRESS&gt;</c> of ftrace.</summary>
    Name,

    /// <summary><c>[&lt;ADDRESS&gt;]</c> without a name, of kernels without kallsyms.</summary>
    Address,
}

/// <summary>A place in code that a line of a kernel's log names.</summary>
/// <remarks>
/// Of <c>[   12.3] RIP: 0010:type_show+0x1c/0x30 [sd_mod]</c> the name starts at 20, its text ends at 39, and it is no return address.
/// </remarks>
public sealed record TraceFrame
{
    /// <summary>What the log tells of it.</summary>
    public FrameForm Form { get; init; }

    /// <summary>Offset of the name in its line, in bytes; of an address alone that after its bracket.</summary>
    public required int Start { get; init; }

    /// <summary>Bytes of the name.</summary>
    public required int NameLength { get; init; }

    /// <summary>Offset after the size, or what there is of the frame.</summary>
    public required int End { get; init; }

    /// <summary>Offset after what belongs to the frame: its module, the letters by which arm64 says where it comes from.</summary>
    public required int After { get; init; }

    /// <summary>The symbol's name as the log has it; empty for an address alone, until it is known.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes from the symbol's beginning; null for a name alone.</summary>
    public ulong? Offset { get; init; }

    /// <summary>Bytes from the symbol to the next one, or null.</summary>
    public ulong? Size { get; init; }

    /// <summary>The module, or null.</summary>
    public string? Module { get; init; }

    /// <summary>The module's build ID in hexadecimal, or null.</summary>
    public string? BuildId { get; init; }

    /// <summary>The address that is printed with the name, or null.</summary>
    public ulong? Address { get; init; }

    /// <summary>True when the kernel says that it may be no caller: found on the stack, maybe left there by an earlier call.</summary>
    public bool IsGuess { get; init; }

    /// <summary>True for the instruction that was being executed, false for a place to return to.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>The path that stands before the name in the log, or null.</summary>
    public string? Path { get; init; }

    /// <summary>True when the log has the readable form of the name already, after the frame.</summary>
    public bool HasReadableName { get; init; }

    /// <summary>True when the log has the place already: <c>(FILE:LINE)</c> after the frame.</summary>
    public bool HasPlace { get; init; }
}
