// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>A log and the frames in it.</summary>
public sealed class LogDecoder
{
    /// <summary>Candidates of a frame that are shown: a log of many frames would else be the square of what it was.</summary>
    public const int MostShown = 64;

    private readonly byte[] _log;
    private readonly List<(int Start, int Length)> _lines = [];
    private readonly List<Boot> _boots = [new(null, [])];

    /// <summary>Reads a log.</summary>
    /// <param name="log">Its bytes; those that are no frame are not looked at.</param>
    public LogDecoder(byte[] log)
    {
        ArgumentNullException.ThrowIfNull(log);
        _log = log;
        for (int start = 0; start < log.Length;)
        {
            int end = Array.IndexOf(log, (byte)'\n', start);
            end = end < 0 ? log.Length : end + 1;
            _lines.Add((start, end - start));
            Read(log.AsSpan(start, end - start));
            start = end;
        }
    }

    /// <summary>The modules that frames are in, by the names that they have in a running kernel.</summary>
    public IReadOnlySet<string> Modules => _boots.SelectMany(boot => boot.Frames)
        .Select(item => item.Frame.Module).OfType<string>().Select(SymbolFinder.ModuleName).ToHashSet(StringComparer.Ordinal);

    /// <summary>Finds out what the frames are.</summary>
    /// <returns>The frames in the order of the log.</returns>
    public IReadOnlyList<DecodedFrame> Decode(TraceDecoder decoder)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        return [.. _boots.SelectMany(boot => decoder.Decode(boot.Frames, boot.Offset))];
    }

    /// <summary>The log with paths in its frames; all else is as it was.</summary>
    public ReadOnlySpan<byte> Rewrite(IReadOnlyList<DecodedFrame> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ByteBuilder text = new();
        Dictionary<SymbolHit[], string?> nameOf = [];
        int next = 0;
        for (int i = 0; i < _lines.Count; i++)
        {
            ReadOnlySpan<byte> line = _log.AsSpan(_lines[i].Start, _lines[i].Length);
            int done = 0;
            for (; next < frames.Count && frames[next].Line == i; next++)
            {
                text.Write(line[done..frames[next].Frame.Start]);
                TraceFrame frame = frames[next].Frame;
                SymbolHit[] hits = frames[next].Candidates;
                if (!nameOf.TryGetValue(hits, out string? name))
                {
                    nameOf[hits] = name = NameOf(hits);
                }

                text.Write(Encoding.UTF8.GetBytes(PrintableText.Of(frame.Path is not null ? frame.Name : name ?? frame.Name)));
                done = frame.Start + Encoding.UTF8.GetByteCount(frame.Name);
            }

            text.Write(line[done..]);
        }

        return text.Bytes;
    }

    /// <summary>
    /// <c>path:name</c>; with several candidates <c>{path|path}:name</c>, and with one of which no path is known a question mark there.
    /// Null when no path is known.
    /// </summary>
    private static string? NameOf(SymbolHit[] hits)
    {
        if (hits.Length <= 1)
        {
            return hits.Length == 0 ? null : hits[0].Image.QualifiedName(hits[0].Entry);
        }

        string[] paths = [.. hits.Select(hit => hit.Image.Attribution.PathOf(hit.Entry) ?? "?").Distinct(StringComparer.Ordinal)];
        string name = hits[0].Image.DisplayName(hits[0].Entry);
        string more = paths.Length > MostShown ? $"|{paths.Length - MostShown} more" : "";
        return paths is [var path]
            ? path == "?" ? null : $"{path}:{name}"
            : $"{{{string.Join('|', paths.Take(MostShown))}{more}}}:{name}";
    }

    private void Read(ReadOnlySpan<byte> line)
    {
        // A kernel says this first, and has one offset until it says it again.
        if (line.IndexOf("Linux version "u8) >= 0)
        {
            _boots.Add(new Boot(null, []));
        }

        Boot boot = _boots[^1];
        if (boot.Offset is null && FrameScanner.KernelOffset(line) is { } offset)
        {
            _boots[^1] = boot = boot with { Offset = offset };
        }

        foreach (TraceFrame frame in FrameScanner.Scan(line))
        {
            boot.Frames.Add((_lines.Count - 1, frame));
        }
    }

    private sealed record Boot(ulong? Offset, List<(int Line, TraceFrame Frame)> Frames);
}
