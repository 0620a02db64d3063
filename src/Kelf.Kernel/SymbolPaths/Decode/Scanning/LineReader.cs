// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Decode.Scanning;

/// <summary>What a line of a log tells.</summary>
internal readonly record struct LogLine
{
    /// <summary>Its frames, in order.</summary>
    public IReadOnlyList<TraceFrame> Frames { get; init; }

    /// <summary>Frames of lines before this one, and their lines, whose addresses this one has.</summary>
    public IReadOnlyList<(long Line, TraceFrame Frame)> Addressed { get; init; }

    /// <summary>The line of a warning before this one, if its function is where this line says that the processor was; else null.</summary>
    public long? CurrentWarning { get; init; }

    /// <summary>True when the kernel boots.</summary>
    public bool IsBoot { get; init; }

    /// <summary>True when the line names a function, but is no part of a trace.</summary>
    public bool IsReport { get; init; }

    /// <summary>The KASLR offset, or null.</summary>
    public ulong? KernelOffset { get; init; }

    /// <summary>The kernel's release, or null.</summary>
    public string? Release { get; init; }

    /// <summary>The kernel's build ID, or null.</summary>
    public string? BuildId { get; init; }
}

/// <summary>Reads the lines of a log one after the other; what a line means may depend on the one before.</summary>
internal sealed class LineReader
{
    // From the line with the name of the program counter to that with the registers.
    private const int MostLines = 2;

    private (long Line, TraceFrame Frame)? _current;
    private (long Line, TraceFrame Frame)? _link;
    private (long Line, TraceFrame Frame)? _warning;
    private long _sample = -MostLines;

    /// <summary>Reads a line.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="text">Its text.</param>
    public LogLine Read(long number, ReadOnlySpan<byte> text)
    {
        IReadOnlyList<TraceFrame> frames = FrameScanner.Scan(text);
        IReadOnlyList<(long, TraceFrame)> addressed = [];
        if (_current is { } current && LogFacts.Registers(text) is { } registers && number - current.Line <= MostLines)
        {
            addressed = _link is { } link && link.Line == current.Line + 1
                ? [Addressed(current, registers.Current), Addressed(link, registers.Link)]
                : [Addressed(current, registers.Current)];
            // They have their names above.
            frames = [.. frames.Where(frame => frame.Form != FrameForm.Address)];
            (_current, _link) = (null, null);
        }

        long? currentWarning = CurrentWarning(number, text, frames);
        return new LogLine
        {
            Frames = frames.Count == 0 ? frames : WithLeaf(number, frames),
            CurrentWarning = currentWarning,
            Addressed = addressed,
            IsBoot = text.IndexOf(LogFacts.Boot) >= 0,
            IsReport = frames.Count > 0 && (text.IndexOf("WARNING: "u8) >= 0 || text.IndexOf("BUG: "u8) >= 0),
            KernelOffset = LogFacts.KernelOffset(text),
            Release = LogFacts.Release(text),
            BuildId = LogFacts.BuildId(text),
        };
    }

    /// <summary>
    /// <c>WARNING: FILE:LINE at name+0x…</c> is where the processor was, if the registers after it have the same place; else the call of a
    /// function that warns.
    /// </summary>
    private long? CurrentWarning(long number, ReadOnlySpan<byte> text, IReadOnlyList<TraceFrame> frames)
    {
        if (text.IndexOf("WARNING: "u8) >= 0)
        {
            _warning = frames is [{ Form: FrameForm.Sized, IsCurrent: false } frame, ..] ? (number, frame) : null;
        }
        else if (text.IndexOf(LogFacts.EndOfTrace) >= 0)
        {
            _warning = null;
        }
        else if (_warning is { } warning && frames.Any(frame => frame.IsCurrent && frame.Name == warning.Frame.Name
            && frame.Offset == warning.Frame.Offset && frame.Module == warning.Frame.Module))
        {
            _warning = null;
            return warning.Line;
        }

        return null;
    }

    private static (long Line, TraceFrame Frame) Addressed((long Line, TraceFrame Frame) named, ulong address) =>
        (named.Line, named.Frame with { Address = address });

    /// <summary>Notes frames whose address comes later; and of a sample of perf the first is where the processor was.</summary>
    private IReadOnlyList<TraceFrame> WithLeaf(long number, IReadOnlyList<TraceFrame> frames)
    {
        TraceFrame first = frames[0];
        if (first is { Form: FrameForm.Sized, IsCurrent: true, Address: null })
        {
            (_current, _link) = ((number, first), null);
        }
        else if (_current is { } current && number == current.Line + 1 && first is { Form: FrameForm.Sized, Address: null })
        {
            _link = (number, first);
        }

        if (first is not { Form: FrameForm.Unsized, Address: not null })
        {
            return frames;
        }

        bool isFirst = number != _sample + 1;
        _sample = number;
        return isFirst ? [first with { IsCurrent = true }, .. frames.Skip(1)] : frames;
    }
}
