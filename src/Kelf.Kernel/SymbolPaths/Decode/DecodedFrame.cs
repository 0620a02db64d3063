// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths.Decode.Scanning;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>How it was found out which symbol of several a frame means.</summary>
public enum FrameEvidence
{
    /// <summary>It was not: there is no such symbol, or there are several.</summary>
    None,

    /// <summary>The name is unique.</summary>
    Name,

    /// <summary>The address that is printed with it.</summary>
    Address,

    /// <summary>Its size.</summary>
    Size,

    /// <summary>The call between it and its neighbour in the trace.</summary>
    Call,

    /// <summary>The log has the path already.</summary>
    Path,
}

/// <summary>A frame and what it may be; a call to a frame after it may still tell more.</summary>
public sealed class DecodedFrame
{
    internal DecodedFrame(long line, TraceFrame frame, SymbolHit[] candidates, FrameEvidence evidence) =>
        (Line, Frame, Candidates, Evidence, Offset) = (line, frame, candidates, evidence, frame.Offset);

    /// <summary>Number of its line, from 0.</summary>
    public long Line { get; }

    /// <summary>The frame.</summary>
    public TraceFrame Frame { get; }

    /// <summary>The symbols that it may mean; of several none is preferred.</summary>
    public SymbolHit[] Candidates { get; private set; }

    /// <summary>How it was found out.</summary>
    public FrameEvidence Evidence { get; private set; }

    /// <summary>Bytes from the symbol's beginning: the log tells them, or its address and where the kernel lay; else null.</summary>
    public ulong? Offset { get; internal set; }

    /// <summary>False when the log tells a size, and no candidate has it: the log is of another kernel.</summary>
    public bool HasSize { get; internal set; } = true;

    /// <summary>The name as people write it, if Rust made it; else null.</summary>
    public string? RustName => ObjectFiles.Names.RustName.TryDemangle(Frame.Name);

    /// <summary>What is odd about it, for reports.</summary>
    public IEnumerable<Diagnostic> Warnings => HasSize || Candidates.Length == 0 ? [] :
    [
        Diagnostic.Warning(WarningKind.OtherSizes, "no candidate has the printed size") with { Symbol = Frame.Name },
    ];

    /// <summary>True when several symbols are left.</summary>
    internal bool IsOpen => Candidates.Length > 1;

    /// <summary>Leaves these of the candidates; none is no answer.</summary>
    internal void Leave(SymbolHit[] left, FrameEvidence evidence)
    {
        if (IsOpen && left.Length > 0)
        {
            (Candidates, Evidence) = (left, left.Length == 1 ? evidence : FrameEvidence.None);
        }
    }
}
