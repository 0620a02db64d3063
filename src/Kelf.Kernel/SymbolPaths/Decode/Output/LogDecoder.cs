// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths.Decode.Places;
using Kelf.Kernel.SymbolPaths.Decode.Scanning;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Decode.Output;

/// <summary>Puts paths and lines into a log.</summary>
/// <remarks>
/// A log that is there as a whole is read twice, so that all of it counts for each frame: where the image lay is often said last. Of one
/// that comes line by line nothing is held back: each line is what it and those before it tell.
/// </remarks>
/// <example>
/// <code>
/// LogDecoder log = new(new TraceDecoder(finder), new LogSettings());
/// log.Learn(text);
/// log.Restart();
/// log.Decode(text);
/// log.End();
/// </code>
/// </example>
public sealed class LogDecoder
{
    /// <summary>Candidates of a frame that are shown: a log of many frames would else be the square of what it was.</summary>
    public const int MostShown = FramePlacer.MostCandidates;

    // Of a file so much waits until lines are asked for: together, as far as memory goes.
    private const int MostQueuedText = 1 << 20;
    private const int MostQueuedFrames = 1 << 13;
    // A kernel prints some sixty bytes of code.
    private const int LongestCodeLine = 8192;

    private readonly TraceDecoder _decoder;
    private readonly LogSettings _settings;
    private readonly FramePlacer? _placer;
    private readonly LogWriter _writer;
    private readonly LogQueue _queue = new();
    private readonly ByteBuilder _done = new();
    // One for each boot.
    private readonly List<ImagePlace> _places = [new()];
    // By the line of a frame, what a later line says.
    private readonly Dictionary<long, ulong> _addresses = [];
    // Lines of warnings whose function is where the processor was, as a later line says.
    private readonly HashSet<long> _currents = [];
    private LineReader _reader = new();
    private bool _hasLearnt;
    private int _boot;
    private long _line;
    private DecodedFrame? _inner;

    /// <summary>Prepares decoding.</summary>
    /// <param name="decoder">Knows the images.</param>
    /// <param name="settings">What is wanted.</param>
    public LogDecoder(TraceDecoder decoder, LogSettings settings)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(settings);
        (_decoder, _settings, _writer) = (decoder, settings, new LogWriter(settings));
        _placer = settings.Places is { } places ? new FramePlacer(places) : null;
    }

    /// <summary>The log with what was put into it, as far as it can be printed; <see cref="Clear"/> forgets it.</summary>
    public ReadOnlySpan<byte> Text => _done.Bytes;

    /// <summary>Number of frames whose symbols are known.</summary>
    public long Known { get; private set; }

    /// <summary>Number of those that have another size in the image.</summary>
    public long OtherSizes { get; private set; }

    /// <summary>What the log, or an address in it, says of how far the kernel was moved, and cannot be; or null.</summary>
    public ulong? ImplausibleOffset { get; private set; }

    /// <summary>Reads lines for what they tell of others.</summary>
    /// <param name="lines">Whole lines, in order.</param>
    public void Learn(ReadOnlySpan<byte> lines)
    {
        _hasLearnt = true;
        LogLines log = new(lines);
        while (log.MoveNext())
        {
            _line += log.Plain.Count((byte)'\n');
            LogLine line = _reader.Read(_line, JournalMessage.TryRead(log.Line) is { } message ? message.Text : log.Line);
            Tell(line);
            if (line.IsBoot)
            {
                _places.Add(new ImagePlace());
                _boot++;
            }

            Learn(line);
            foreach ((long number, TraceFrame frame) in line.Addressed)
            {
                _addresses[number] = frame.Address!.Value;
            }

            if (line.CurrentWarning is { } warning)
            {
                _currents.Add(warning);
            }

            _line++;
        }

        _line += log.Plain.Count((byte)'\n');
    }

    /// <summary>Goes back to the beginning of a log that was learnt.</summary>
    public void Restart() => (_reader, _boot, _line) = (new LineReader(), 0, 0);

    /// <summary>Decodes lines.</summary>
    /// <param name="lines">Whole lines, in order.</param>
    public void Decode(ReadOnlySpan<byte> lines)
    {
        LogLines log = new(lines, _settings.ExplainCode is not null);
        while (log.MoveNext())
        {
            Copy(log.Plain);
            DecodeLine(log.Line);
            _line++;
        }

        Copy(log.Plain);
        if (!_hasLearnt)
        {
            Print(_queue.Lines.Count);
        }
        else if (_queue.Length > MostQueuedText || _queue.Frames > MostQueuedFrames)
        {
            // A frame may still be settled by the next; but nothing waits longer for it than this.
            int open = _inner is { IsOpen: true } inner && _decoder.ComparesCalls ? _queue.LineOf(inner) : 0;
            Print(open > 0 ? open : _queue.Lines.Count);
        }
    }

    /// <summary>After the last line.</summary>
    public void End()
    {
        _inner = null;
        Print(_queue.Lines.Count);
    }

    /// <summary>Forgets the text that was printed.</summary>
    public void Clear() => _done.Clear();

    private void Copy(ReadOnlySpan<byte> plain)
    {
        _line += plain.Count((byte)'\n');
        WritePlain(plain);
    }

    private void WritePlain(ReadOnlySpan<byte> text)
    {
        if (_settings.Frames is null)
        {
            (_queue.Lines.Count == 0 ? _done : (IByteSink)_queue).Write(text);
        }
    }

    /// <summary>Prints the first lines that wait, and what is between them.</summary>
    private void Print(int lines)
    {
        if (lines == 0)
        {
            return;
        }

        foreach (DecodedFrame frame in _queue.Lines.Take(lines).SelectMany(line => line.Frames))
        {
            Count(frame);
        }

        _placer?.Ask(_queue.Lines.Take(lines).SelectMany(line => line.Frames));
        int done = 0;
        for (int i = 0; i < lines; i++)
        {
            QueuedLine line = _queue.Lines[i];
            PlacedFrame[] frames = [.. line.Frames.Select(frame => Place(line, frame))];
            if (_settings.Frames is { } receive)
            {
                Array.ForEach(frames, receive);
                continue;
            }

            _done.Write(_queue.Text(done, line.Start));
            _writer.Write(_done, _queue.TextOf(line), line.Message, frames);
            done = line.Start + line.Length;
        }

        if (lines == _queue.Lines.Count)
        {
            _done.Write(_settings.Frames is null ? _queue.Text(done, _queue.Length) : []);
            done = _queue.Length;
        }
        else if (_settings.Frames is not null)
        {
            done = _queue.Lines[lines].Start;
        }

        _queue.Remove(lines, done);
    }

    private PlacedFrame Place(QueuedLine line, DecodedFrame frame)
    {
        ReadOnlySpan<byte> text = line.Message is { } message ? message.Text : _queue.TextOf(line);
        return new PlacedFrame(
            frame,
            _settings.Frames is null ? "" : Utf8Name.ToText(text[frame.Frame.Start..frame.Frame.After]),
            _placer?.PlacesOf(frame));
    }

    private void Tell(LogLine line)
    {
        if (line.Release is { } release)
        {
            _settings.Release?.Invoke(release);
        }

        if (line.BuildId is { } buildId)
        {
            _settings.BuildId?.Invoke(buildId);
        }
    }

    private void Learn(LogLine line)
    {
        ImagePlace place = _places[_boot];
        if (line.KernelOffset is { } offset)
        {
            if (_decoder.IsPlausible(offset))
            {
                place.Told ??= offset;
            }
            else
            {
                ImplausibleOffset ??= offset;
            }
        }

        foreach (TraceFrame frame in line.Frames)
        {
            ImplausibleOffset ??= _decoder.Learn(frame, place);
        }

        foreach ((_, TraceFrame frame) in line.Addressed)
        {
            ImplausibleOffset ??= _decoder.Learn(frame, place);
        }
    }

    private void DecodeLine(ReadOnlySpan<byte> text)
    {
        JournalMessage? message = JournalMessage.TryRead(text);
        LogLine line = _reader.Read(_line, message is null ? text : message.Text);
        if (line.IsBoot)
        {
            _inner = null;
            Boot();
        }

        if (!_hasLearnt)
        {
            Tell(line);
            Learn(line);
        }

        List<DecodedFrame> frames = [];
        foreach (TraceFrame found in line.Frames)
        {
            if (_decoder.Decode(_line, WithLaterLines(found, line.IsReport), _places[_boot]) is { } decoded)
            {
                Connect(decoded, line.IsReport);
                frames.Add(decoded);
            }
        }

        if (frames.Count > 0)
        {
            _queue.Add(text, message, frames);
        }
        else
        {
            WritePlain(text);
        }

        if (_settings.ExplainCode is not null && message is null)
        {
            ExplainCode(text);
        }
    }

    /// <summary>The instructions stand after their line, each after what stands before <c>Code: </c>.</summary>
    private void ExplainCode(ReadOnlySpan<byte> text)
    {
        int mark = text.IndexOf(Encoding.ASCII.GetBytes(MachineCode.Mark));
        if (mark < 0 || text.Length > LongestCodeLine
            || _settings.ExplainCode!(Utf8Name.ToText(text[(mark + MachineCode.Mark.Length)..])) is not { } instructions)
        {
            return;
        }

        WritePlain(text[^1] == (byte)'\n' ? [] : "\n"u8);
        foreach (string instruction in instructions.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            WritePlain(text[..mark]);
            WritePlain(Encoding.UTF8.GetBytes(instruction + "\n"));
        }
    }

    /// <summary>The frame with what later lines say of it.</summary>
    private TraceFrame WithLaterLines(TraceFrame found, bool isReport)
    {
        TraceFrame frame = found.Address is null && _addresses.TryGetValue(_line, out ulong address) ? found with { Address = address } : found;
        return isReport && _currents.Contains(_line) ? frame with { IsCurrent = true } : frame;
    }

    private void Boot()
    {
        if (_hasLearnt)
        {
            _boot++;
        }
        else
        {
            _places[0] = new ImagePlace();
        }
    }

    /// <summary>Lets a frame and the one before it in its trace tell of each other.</summary>
    private void Connect(DecodedFrame decoded, bool isReport)
    {
        TraceFrame frame = decoded.Frame;
        if (frame.IsGuess || frame.Form == FrameForm.Address)
        {
            return;
        }

        if (_inner is { } inner && !frame.IsCurrent && !isReport)
        {
            _decoder.Connect(decoded, inner);
        }

        _inner = isReport ? null : decoded;
    }

    private void Count(DecodedFrame decoded)
    {
        _decoder.Finish(decoded);
        if (decoded.Candidates.Length > 0)
        {
            Known++;
            OtherSizes += decoded.HasSize ? 0 : 1;
        }
    }
}
