// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths.Decode.Places;
using Kelf.Kernel.SymbolPaths.Decode.Scanning;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.SymbolPaths.Decode.Output;

/// <summary>Writes lines of a log with what is put into them; no byte of them is lost.</summary>
/// <param name="settings">What is wanted.</param>
internal sealed class LogWriter(LogSettings settings)
{
    // What stands before a frame is written again for each inlined function; in longer lines these stand in the line.
    private const int LongestBefore = 1024;

    private readonly FrameText _texts = new();
    private readonly PlaceText _places = new(settings.Inline, settings.ShowsDiscriminators);

    /// <summary>Writes a line.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">The line.</param>
    /// <param name="message">The message in it, if it is a line of the journal.</param>
    /// <param name="frames">The frames in it, in order.</param>
    public void Write(ByteBuilder output, ReadOnlySpan<byte> text, JournalMessage? message, IReadOnlyList<PlacedFrame> frames)
    {
        foreach (PlacedFrame frame in frames.Where(frame => HasRows(frame, message)))
        {
            WriteRows(output, text, frame);
        }

        int done = 0;
        foreach (PlacedFrame frame in frames)
        {
            Write(output, text, message, frame, ref done);
        }

        output.Write(text[done..]);
    }

    private static bool HasRows(PlacedFrame frame, JournalMessage? message) => message is null && frame.Decoded.Frame.Start <= LongestBefore;

    private void WriteRows(ByteBuilder output, ReadOnlySpan<byte> text, PlacedFrame frame)
    {
        foreach (string row in _places.Rows(frame))
        {
            output.Write(text[..(frame.Decoded.Frame.Start - FrameSurroundings.LengthOf(frame.Decoded.Frame.Path))]);
            output.Write(frame.Decoded.Frame.Form == FrameForm.Address ? " "u8 : []);
            output.Write(Encoding.UTF8.GetBytes(row));
            output.Write(text.EndsWith("\r\n"u8) ? "\r\n"u8 : "\n"u8);
        }
    }

    private void Write(ByteBuilder output, ReadOnlySpan<byte> text, JournalMessage? message, PlacedFrame placed, ref int done)
    {
        TraceFrame frame = placed.Decoded.Frame;
        string? readable = placed.Decoded.RustName is { } name ? PrintableText.Of(name) : null;
        string before = placed.Places is null ? _texts.Before(placed.Decoded) : "";
        Copy(output, text, message, frame.Start, ref done);
        if (frame.Form == FrameForm.Address)
        {
            string shown = settings.ReplacesRustNames && readable is not null ? readable : PrintableText.Of(frame.Name);
            before = $" {before}{FrameText.OfAddress(placed.Decoded, shown)}";
        }
        else if (settings.ReplacesRustNames && readable is not null)
        {
            before += readable;
            done = PlaceOf(message, frame.Start + frame.NameLength);
        }

        output.Write(Encode(before, message, frame.Start));
        string after = settings.ReplacesRustNames || readable is null || frame.HasReadableName ? "" : $" ({readable})";
        after += _places.After(placed, HasRows(placed, message));
        if (after.Length > 0)
        {
            Copy(output, text, message, frame.After, ref done);
            output.Write(Encode(after, message, frame.After));
        }
    }

    private static void Copy(ByteBuilder output, ReadOnlySpan<byte> text, JournalMessage? message, int end, ref int done)
    {
        int place = PlaceOf(message, end);
        output.Write(text[done..place]);
        done = place;
    }

    private static int PlaceOf(JournalMessage? message, int offset) => message?.PlaceOf(offset) ?? offset;

    private static byte[] Encode(string text, JournalMessage? message, int offset) => text.Length == 0 ? []
        : message is null ? Encoding.UTF8.GetBytes(text)
        : message.Encode(text, offset);
}
