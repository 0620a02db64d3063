// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths.Decode.Scanning;

namespace Kelf.Kernel.SymbolPaths.Decode.Output;

/// <summary>Lines with frames that are not printed yet, and the text between them.</summary>
internal sealed class LogQueue : IByteSink
{
    private readonly ByteBuilder _text = new();
    private readonly List<QueuedLine> _lines = [];

    /// <summary>Lines with frames.</summary>
    public IReadOnlyList<QueuedLine> Lines => _lines;

    /// <summary>Bytes of text.</summary>
    public int Length => _text.Bytes.Length;

    /// <summary>Frames in the lines.</summary>
    public int Frames { get; private set; }

    /// <summary>Adds text without frames.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => _text.Write(bytes);

    /// <summary>Adds a line with frames.</summary>
    public void Add(ReadOnlySpan<byte> text, JournalMessage? message, IReadOnlyList<DecodedFrame> frames)
    {
        _lines.Add(new QueuedLine(_text.Bytes.Length, text.Length, message, frames));
        Frames += frames.Count;
        _text.Write(text);
    }

    /// <summary>Which of the lines has a frame; -1 when none has.</summary>
    public int LineOf(DecodedFrame frame) => _lines.FindLastIndex(line => line.Frames.Contains(frame));

    /// <summary>The text of a line.</summary>
    public ReadOnlySpan<byte> TextOf(QueuedLine line) => _text.Bytes.Slice(line.Start, line.Length);

    /// <summary>The text between two places.</summary>
    public ReadOnlySpan<byte> Text(int start, int end) => _text.Bytes[start..end];

    /// <summary>Forgets the first lines, and the text up to a place.</summary>
    public void Remove(int lines, int end)
    {
        byte[] rest = _text.Bytes[end..].ToArray();
        QueuedLine[] left = [.. _lines.Skip(lines).Select(line => line with { Start = line.Start - end })];
        _text.Clear();
        _text.Write(rest);
        _lines.Clear();
        _lines.AddRange(left);
        Frames = left.Sum(line => line.Frames.Count);
    }
}

/// <summary>A line with frames.</summary>
/// <param name="Start">Where it begins in the text of the queue.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Message">The message in it, if it is a line of the journal.</param>
/// <param name="Frames">Its frames, in order.</param>
internal sealed record QueuedLine(int Start, int Length, JournalMessage? Message, IReadOnlyList<DecodedFrame> Frames);
