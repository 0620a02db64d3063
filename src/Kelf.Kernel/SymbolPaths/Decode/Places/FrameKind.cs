// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Decode.Scanning;

namespace Kelf.Kernel.SymbolPaths.Decode.Places;

/// <summary>What the address of a frame is.</summary>
public enum FrameKind
{
    /// <summary>The instruction that was being executed, or that faulted.</summary>
    Current,

    /// <summary>An address to return to, which is after the call.</summary>
    Return,

    /// <summary>Such an address, of which the kernel does not know whether it is one.</summary>
    Guess,
}

/// <summary>Tells the kinds of frames.</summary>
public static class FrameKinds
{
    /// <summary>What the address of a frame is.</summary>
    public static FrameKind Of(TraceFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.IsCurrent ? FrameKind.Current : frame.IsGuess ? FrameKind.Guess : FrameKind.Return;
    }
}
