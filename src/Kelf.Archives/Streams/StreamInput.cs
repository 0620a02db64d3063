// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>What a compressed stream stands for, read from its beginning to its end. Nothing of it is kept.</summary>
/// <param name="stored">The stream, or several that follow each other; nothing may follow them.</param>
/// <param name="format">Their format; null for bytes that are read as they are.</param>
/// <param name="budget">What they may expand to.</param>
internal sealed class StreamInput(Region stored, StreamFormat? format, DecompressionBudget budget) : IDisposable
{
    private const int Scratch = 1 << 16;

    private PortionDecoder? _decoder;
    private byte[]? _scratch;
    private long _next;

    /// <summary>Bytes that were given so far.</summary>
    public ulong Position { get; private set; }

    /// <summary>What messages call the stream.</summary>
    public ByteSource Source => stored.Source;

    /// <summary>Reads bytes.</summary>
    /// <returns>Fewer than asked for at the end only.</returns>
    /// <exception cref="MalformedFileException">The stream is damaged, or gives too much.</exception>
    /// <exception cref="MissingLibraryException">The format needs a library that is not installed.</exception>
    public int Read(Span<byte> bytes)
    {
        int read = 0;
        while (read < bytes.Length && (_decoder is not null || _next < stored.Length))
        {
            read += format is { } known ? Decode(known, bytes[read..]) : Copy(bytes[read..]);
        }

        Position += (ulong)read;
        return read;
    }

    /// <summary>Reads bytes that have to be there.</summary>
    /// <param name="bytes">Takes them.</param>
    /// <param name="what">What they are, for the message when they are not.</param>
    /// <exception cref="MalformedFileException">They are not there, or the stream is damaged.</exception>
    public void ReadAll(Span<byte> bytes, string what)
    {
        ulong start = Position;
        if (Read(bytes) < bytes.Length)
        {
            throw Malformed(start, $"{what} is cut short");
        }
    }

    /// <summary>Passes over bytes.</summary>
    /// <param name="count">How many; fewer are passed over at the end.</param>
    /// <returns>True if they were all there.</returns>
    /// <exception cref="MalformedFileException">The stream is damaged, or gives too much.</exception>
    public bool Skip(ulong count)
    {
        while (count > 0)
        {
            _scratch ??= new byte[Scratch];
            int got = Read(_scratch.AsSpan(0, (int)Math.Min(count, Scratch)));
            if (got == 0)
            {
                return false;
            }

            count -= (ulong)got;
        }

        return true;
    }

    /// <summary>An error about what the stream stands for.</summary>
    public MalformedFileException Malformed(ulong offset, string what) => new(stored.Source, offset, what);

    /// <inheritdoc/>
    public void Dispose() => _decoder?.Dispose();

    private int Copy(Span<byte> bytes)
    {
        int count = (int)Math.Min(bytes.Length, stored.Length - _next);
        stored.Span((ulong)_next, count).CopyTo(bytes);
        _next += count;
        return count;
    }

    private int Decode(StreamFormat known, Span<byte> bytes)
    {
        string name = StreamDecoder.NameOf(known);
        if (_decoder is null)
        {
            Region rest = stored.Slice((ulong)_next, (ulong)(stored.Length - _next));
            _decoder = StreamDecoder.MayBegin(rest, known) ? PortionDecoder.Create(rest, known, StreamDecoder.LargestWindow(budget.Left)) : null;
            if (_decoder is null)
            {
                throw stored.Malformed((ulong)_next, $"no {name} stream begins here");
            }
        }

        int got = _decoder.Decode(bytes, out DecodeStatus? end);
        if (got > budget.Left)
        {
            throw stored.Malformed((ulong)(_next + _decoder.Consumed), $"the {name} stream is too large: {budget.Exceeded}");
        }

        budget.Spend(got);
        if (end is { } status)
        {
            string? mistake = status switch
            {
                DecodeStatus.Done => null,
                DecodeStatus.Truncated => "is cut short",
                DecodeStatus.TooMuchMemory => $"is too large: {budget.ExceededByMemory}",
                _ => "is corrupt",
            };
            _next += _decoder.Consumed;
            if (mistake is not null)
            {
                throw stored.Malformed((ulong)_next, $"the {name} stream {mistake}");
            }

            _decoder.Dispose();
            _decoder = null;
        }

        return got;
    }
}
