// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>Decodes one stream bit by bit, into memory of its caller. It needs none of what it gave before.</summary>
internal abstract class PortionDecoder : IDisposable
{
    /// <summary>Bytes of the stream that were read; at its end its size.</summary>
    public long Consumed { get; private protected set; }

    /// <summary>Begins with a stream.</summary>
    /// <param name="input">Begins with it; may go on after its end.</param>
    /// <param name="format">Its format.</param>
    /// <param name="memory">Bytes that its header may ask for as memory.</param>
    /// <returns>Null for formats that need what was decoded before.</returns>
    /// <exception cref="MissingLibraryException">The format needs a library that is not installed.</exception>
    public static PortionDecoder? Create(Region input, StreamFormat format, long memory) => format switch
    {
        StreamFormat.Gzip => new GzipDecoder(input),
        StreamFormat.Xz or StreamFormat.Lzma => new LzmaDecoder(input, memory, format == StreamFormat.Xz),
        StreamFormat.Bzip2 => new Bzip2Decoder(input),
        StreamFormat.Zstd => new ZstdDecoder(input, memory),
        _ => null,
    };

    /// <summary>Decodes what comes next.</summary>
    /// <param name="room">Takes it; at least one byte.</param>
    /// <param name="end">How the stream ended; null if it may go on.</param>
    /// <returns>Bytes that it took, perhaps none.</returns>
    public abstract int Decode(Span<byte> room, out DecodeStatus? end);

    /// <summary>Decodes all of it.</summary>
    public DecodeResult DecodeAll(GrowingBuffer output)
    {
        // When it is full: what comes then is too much, if anything comes.
        Span<byte> beyond = stackalloc byte[1];
        while (true)
        {
            Span<byte> room = output.Room();
            int got = Decode(room.IsEmpty ? beyond : room, out DecodeStatus? end);
            if (room.IsEmpty && got > 0)
            {
                return new(DecodeStatus.LimitReached, Consumed);
            }

            output.Advance(got);
            if (end is { } status)
            {
                return new(status, Consumed);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what the library needs.</summary>
    private protected abstract void Free();
}
