// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;
using System.IO.Compression;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Archives.Streams;

/// <summary>
/// gzip members (RFC 1952) through the runtime's deflate. That does not tell where its data ends; but after the end stand
/// the CRC-32 and the size of what was decoded, which both are known by then: the first place in the last portion read where
/// they stand is the end. That they stand there is the check.
/// </summary>
internal static class GzipDecoder
{
    private const int TrailerSize = 8;

    public static DecodeResult Decode(Region input, GrowingBuffer output)
    {
        if (HeaderSize(input) is not { } header)
        {
            return new(DecodeStatus.Truncated);
        }

        using Source source = new(input.Slice((ulong)header, (ulong)(input.Length - header)));
        using DeflateStream stream = new(source, CompressionMode.Decompress);
        uint crc = 0;
        // When it is full: what comes then is too much, if anything comes.
        Span<byte> beyond = stackalloc byte[1];
        try
        {
            while (true)
            {
                Span<byte> room = output.Room();
                int got = stream.Read(room.IsEmpty ? beyond : room);
                if (got == 0)
                {
                    break;
                }

                if (room.IsEmpty)
                {
                    return new(DecodeStatus.LimitReached, source.LastPortion.End);
                }

                crc = Crc32.Append(crc, room[..got]);
                output.Advance(got);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return new(source.RanDry ? DecodeStatus.Truncated : DecodeStatus.Corrupt, source.LastPortion.End);
        }

        Span<byte> trailer = stackalloc byte[TrailerSize];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)output.Length);
        long from = header + source.LastPortion.Start;
        long to = Math.Min(header + source.LastPortion.End + TrailerSize, input.Length);
        int found = input.Span((ulong)from, (int)(to - from)).IndexOf(trailer);
        return found >= 0 ? new(DecodeStatus.Done, from + found + TrailerSize)
            : new(source.RanDry || to == input.Length ? DecodeStatus.Truncated : DecodeStatus.Corrupt, to);
    }

    // Fixed fields, and those that flags announce (§2.3).
    private static long? HeaderSize(Region input)
    {
        const int ExtraField = 4, Name = 8, Comment = 16, HeaderCheck = 2;
        long position = 10;
        if (input.Length < position)
        {
            return null;
        }

        int flags = input.Span(3, 1)[0];
        if ((flags & ExtraField) != 0)
        {
            if (input.Length < position + 2)
            {
                return null;
            }

            position += 2 + BinaryPrimitives.ReadUInt16LittleEndian(input.Span((ulong)position, 2));
        }

        foreach (int text in (ReadOnlySpan<int>)[Name, Comment])
        {
            if ((flags & text) != 0)
            {
                if (position >= input.Length)
                {
                    return null;
                }

                // Names and comments of build tools are short.
                ReadOnlySpan<byte> rest = input.Span((ulong)position, (int)Math.Min(input.Length - position, 1 << 16));
                int end = rest.IndexOf((byte)0);
                if (end < 0)
                {
                    return null;
                }

                position += end + 1;
            }
        }

        position += (flags & HeaderCheck) != 0 ? 2 : 0;
        return position <= input.Length ? position : null;
    }

    /// <summary>The compressed bytes, which remember the last portion that was asked for.</summary>
    private sealed class Source(Region compressed) : Stream
    {
        private const int Portion = 1 << 13;
        private long _position;

        /// <summary>Offsets of the last portion.</summary>
        public (long Start, long End) LastPortion { get; private set; }

        /// <summary>True when more was wanted than there is.</summary>
        public bool RanDry { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int size = (int)Math.Min(Math.Min(count, Portion), compressed.Length - _position);
            if (size == 0)
            {
                RanDry = true;
                return 0;
            }

            compressed.Span((ulong)_position, size).CopyTo(buffer.AsSpan(offset));
            LastPortion = (_position, _position + size);
            _position += size;
            return size;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
