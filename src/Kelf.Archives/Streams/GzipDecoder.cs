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
internal sealed class GzipDecoder : PortionDecoder
{
    private const int TrailerSize = 8;

    private readonly Region _input;
    private readonly long? _header;
    private readonly Source? _source;
    private readonly DeflateStream? _stream;
    private uint _crc, _given;

    public GzipDecoder(Region input)
    {
        (_input, _header) = (input, HeaderSize(input));
        if (_header is { } header)
        {
            _source = new Source(input.Slice((ulong)header, (ulong)(input.Length - header)));
            _stream = new DeflateStream(_source, CompressionMode.Decompress);
        }
    }

    public override int Decode(Span<byte> room, out DecodeStatus? end)
    {
        if (_stream is null || _source is null)
        {
            end = DecodeStatus.Truncated;
            return 0;
        }

        int got = 0;
        try
        {
            got = _stream.Read(room);
            end = got > 0 ? null : FindEnd(_source, _header ?? 0);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            end = _source.RanDry ? DecodeStatus.Truncated : DecodeStatus.Corrupt;
        }

        if (got > 0)
        {
            _crc = Crc32.Append(_crc, room[..got]);
            _given += (uint)got;
        }

        Consumed = end == DecodeStatus.Done ? Consumed : _source.LastPortion.End;
        return got;
    }

    private protected override void Free()
    {
        _stream?.Dispose();
        _source?.Dispose();
    }

    private DecodeStatus FindEnd(Source source, long header)
    {
        Span<byte> trailer = stackalloc byte[TrailerSize];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _given);
        long from = header + source.LastPortion.Start;
        long to = Math.Min(header + source.LastPortion.End + TrailerSize, _input.Length);
        int found = _input.Span((ulong)from, (int)(to - from)).IndexOf(trailer);
        Consumed = from + found + TrailerSize;
        return found >= 0 ? DecodeStatus.Done
            : source.RanDry || to == _input.Length ? DecodeStatus.Truncated : DecodeStatus.Corrupt;
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
