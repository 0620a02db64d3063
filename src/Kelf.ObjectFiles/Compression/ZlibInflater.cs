// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.IO.Compression;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Compression;

/// <summary>Inflates zlib streams (RFC 1950) with the runtime's own zlib, which is part of the native binary.</summary>
internal static unsafe class ZlibInflater
{
    // The span that one read fills; spans end at 2 GiB, sections need not.
    private const int LargestRead = 1 << 30;

    /// <summary>Fills the whole buffer from the stream.</summary>
    /// <exception cref="MalformedFileException">The stream is corrupt, or shorter or longer than the buffer.</exception>
    public static void Inflate(Region compressed, NativeBuffer buffer)
    {
        long size = buffer.Contents.Length;
        using Source source = new(compressed);
        using ZLibStream stream = new(source, CompressionMode.Decompress);
        try
        {
            long done = 0;
            while (done < size)
            {
                int wanted = (int)Math.Min(size - done, LargestRead);
                int got = stream.Read(buffer.Writable((ulong)done, wanted));
                if (got == 0)
                {
                    throw InflateError.Short(compressed, CompressionKind.Zlib, done, (ulong)size);
                }

                done += got;
            }

            // Reading on also makes zlib see the end of the stream, where it compares the checksum.
            Span<byte> beyond = stackalloc byte[1];
            if (stream.Read(beyond) != 0)
            {
                throw InflateError.Long(compressed, CompressionKind.Zlib, (ulong)size);
            }

            if (source.RanDry)
            {
                throw InflateError.Corrupt(compressed, CompressionKind.Zlib, "its checksum is cut short");
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // The second is what a stream gives that wants a preset dictionary. The texts differ between runtimes, so they
            // are not repeated.
            throw InflateError.Corrupt(compressed, CompressionKind.Zlib);
        }
    }

    /// <summary>
    /// The compressed bytes. The runtime takes their end for the end of the stream; but one that is whole never makes it ask
    /// for more, so being asked tells that something is missing.
    /// </summary>
    private sealed class Source(Region compressed) : UnmanagedMemoryStream(compressed.Start, compressed.Length)
    {
        /// <summary>True when more bytes were wanted than there are.</summary>
        public bool RanDry { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int got = base.Read(buffer, offset, count);
            RanDry |= got == 0;
            return got;
        }
    }
}
