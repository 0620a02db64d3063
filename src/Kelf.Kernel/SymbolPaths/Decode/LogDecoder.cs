// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Decode.Scanning;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>Puts paths into a log.</summary>
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
    public const int MostShown = 64;

    private readonly TraceDecoder _decoder;
    private readonly LogSettings _settings;
    private readonly LogWriter _writer;
    private readonly List<DecodedFrame> _frames = [];
    // One for each boot.
    private readonly List<ImagePlace> _places = [new()];
    // By the line of a frame, what a later line says.
    private readonly Dictionary<long, ulong> _addresses = [];
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
        (_decoder, _settings, _writer) = (decoder, settings, new LogWriter(settings.ReplacesRustNames));
    }

    /// <summary>The log with paths, as far as it can be printed; <see cref="Clear"/> forgets it.</summary>
    public ReadOnlySpan<byte> Text => _writer.Done;

    /// <summary>The frames, if they are wanted; after <see cref="End"/>.</summary>
    public IReadOnlyList<DecodedFrame> Frames => _frames;

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
        LogLines log = new(lines);
        while (log.MoveNext())
        {
            Copy(log.Plain);
            DecodeLine(log.Line);
            _line++;
        }

        Copy(log.Plain);
    }

    /// <summary>After the last line.</summary>
    public void End() => Finish(next: null);

    /// <summary>Forgets the text that was printed.</summary>
    public void Clear() => _writer.Clear();

    private void Copy(ReadOnlySpan<byte> plain)
    {
        _line += plain.Count((byte)'\n');
        if (!_settings.CollectsFrames)
        {
            _writer.Write(plain);
        }
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
            Finish(next: null);
            Boot();
        }

        if (!_hasLearnt)
        {
            Tell(line);
            Learn(line);
        }

        int done = 0;
        foreach (TraceFrame found in line.Frames)
        {
            TraceFrame frame = found.Address is null && _addresses.TryGetValue(_line, out ulong address) ? found with { Address = address } : found;
            if (_decoder.Decode(_line, frame, _places[_boot]) is { } decoded)
            {
                Add(decoded, line.IsReport);
                if (!_settings.CollectsFrames)
                {
                    bool mayBeSettled = _hasLearnt && decoded == _inner && decoded.IsOpen && _decoder.ComparesCalls;
                    _writer.Write(text, message, decoded, mayBeSettled, ref done);
                }
            }
        }

        if (!_settings.CollectsFrames)
        {
            _writer.Write(text[done..]);
        }
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
    private void Add(DecodedFrame decoded, bool isReport)
    {
        if (_settings.CollectsFrames)
        {
            _frames.Add(decoded);
        }

        TraceFrame frame = decoded.Frame;
        if (frame.IsGuess || frame.Form == FrameForm.Address)
        {
            Count(decoded);
            return;
        }

        if (_inner is { } inner && !frame.IsCurrent && !isReport)
        {
            _decoder.Connect(decoded, inner);
        }

        Finish(decoded);
        if (isReport)
        {
            Finish(next: null);
        }
    }

    /// <summary>Nothing that comes tells more of the frame before.</summary>
    private void Finish(DecodedFrame? next)
    {
        if (_inner is { } inner)
        {
            Count(inner);
            _writer.Fill();
        }

        _inner = next;
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
