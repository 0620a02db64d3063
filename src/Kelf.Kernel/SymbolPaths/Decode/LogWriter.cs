// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths.Decode.Scanning;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>Writes a log with what is put into it, with one gap: before a frame that its neighbour may tell more of.</summary>
/// <param name="replacesRustNames">Put readable names in the place of those that Rust made.</param>
internal sealed class LogWriter(bool replacesRustNames)
{
    // What stands after a gap is held back; the neighbour of a frame is not so far away.
    private const int MostHeld = 1 << 20;

    private readonly FrameText _texts = new();
    private readonly ByteBuilder _done = new();
    private readonly ByteBuilder _held = new();
    private Func<byte[]>? _gap;

    /// <summary>What can be printed.</summary>
    public ReadOnlySpan<byte> Done => _done.Bytes;

    /// <summary>Forgets what was printed.</summary>
    public void Clear() => _done.Clear();

    /// <summary>Writes text of the log.</summary>
    public void Write(ReadOnlySpan<byte> text)
    {
        (_gap is null ? _done : _held).Write(text);
        if (_held.Bytes.Length > MostHeld)
        {
            Fill();
        }
    }

    /// <summary>Writes a frame and the text before it.</summary>
    /// <param name="text">The line.</param>
    /// <param name="message">The message in it, if it is a line of the journal.</param>
    /// <param name="decoded">The frame.</param>
    /// <param name="mayBeSettled">What it means may still become known: leave a gap.</param>
    /// <param name="done">How much of the line is written.</param>
    public void Write(ReadOnlySpan<byte> text, JournalMessage? message, DecodedFrame decoded, bool mayBeSettled, ref int done)
    {
        TraceFrame frame = decoded.Frame;
        string? readable = decoded.RustName is { } name ? PrintableText.Of(name) : null;
        Copy(text, message, frame.Start, ref done);
        if (frame.Form == FrameForm.Address)
        {
            string shown = replacesRustNames && readable is not null ? readable : PrintableText.Of(frame.Name);
            Write(Encode(_texts.After(decoded, shown), message, frame.Start));
        }
        else if (mayBeSettled)
        {
            Fill();
            _gap = () => Encode(_texts.Before(decoded), message, frame.Start);
        }
        else
        {
            Write(Encode(_texts.Before(decoded), message, frame.Start));
        }

        if (readable is null)
        {
            return;
        }

        if (!replacesRustNames)
        {
            Copy(text, message, frame.After, ref done);
            Write(Encode($" ({readable})", message, frame.After));
        }
        else if (frame.Form != FrameForm.Address)
        {
            Write(Encode(readable, message, frame.Start));
            done = PlaceOf(message, frame.Start + frame.NameLength);
        }
    }

    /// <summary>Fills the gap, if there is one.</summary>
    public void Fill()
    {
        if (_gap is { } gap)
        {
            _gap = null;
            _done.Write(gap());
            _done.Write(_held.Bytes);
            _held.Clear();
        }
    }

    private void Copy(ReadOnlySpan<byte> text, JournalMessage? message, int end, ref int done)
    {
        int place = PlaceOf(message, end);
        Write(text[done..place]);
        done = place;
    }

    private static int PlaceOf(JournalMessage? message, int offset) => message?.PlaceOf(offset) ?? offset;

    private static byte[] Encode(string text, JournalMessage? message, int offset) => text.Length == 0 ? []
        : message is null ? Encoding.UTF8.GetBytes(text)
        : message.Encode(text, offset);
}
