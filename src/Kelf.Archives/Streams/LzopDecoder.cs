// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Archives.Streams;

/// <summary>
/// Files of lzop: a header with a check value, and blocks of at most 64 MiB with check values before and after compression
/// (the layout of lzop 1.04; numbers are big-endian).
/// </summary>
internal static class LzopDecoder
{
    private const uint LargestBlock = 64 << 20; // MAX_BLOCK_SIZE

    [Flags]
    private enum LzopFlags : uint
    {
        AdlerOfData = 1, // F_ADLER32_D
        AdlerOfCompressed = 2, // F_ADLER32_C
        ExtraField = 0x40, // F_H_EXTRA_FIELD
        CrcOfData = 0x100, // F_CRC32_D
        CrcOfCompressed = 0x200, // F_CRC32_C
        Filter = 0x800, // F_H_FILTER
        CrcOfHeader = 0x1000, // F_H_CRC32
    }

    public static DecodeResult Decode(Region input, GrowingBuffer output)
    {
        try
        {
            Cursor cursor = input.Read(ByteOrder.Big);
            if (ReadHeader(input, ref cursor) is not { } flags)
            {
                return new(DecodeStatus.Corrupt);
            }

            for (uint size = cursor.U32(); size != 0; size = cursor.U32())
            {
                DecodeStatus status = DecodeBlock(ref cursor, size, flags, output);
                if (status != DecodeStatus.Done)
                {
                    return new(status);
                }
            }

            return new(DecodeStatus.Done, cursor.Position);
        }
        catch (MalformedFileException)
        {
            // Nothing else is checked by reading but the end.
            return new(DecodeStatus.Truncated);
        }
    }

    private static LzopFlags? ReadHeader(Region input, ref Cursor cursor)
    {
        const ushort WithLevel = 0x0940;
        int start = StreamDecoder.Magic(StreamFormat.Lzop).Length;
        cursor.Skip((ulong)start);
        ushort version = cursor.U16();
        cursor.Skip(2); // of the library
        cursor.Skip(version >= WithLevel ? 2u : 0); // version that is needed
        cursor.Skip(version >= WithLevel ? 2u : 1); // method and level
        LzopFlags flags = (LzopFlags)cursor.U32();
        cursor.Skip(flags.HasFlag(LzopFlags.Filter) ? 4u : 0);
        cursor.Skip(version >= WithLevel ? 12u : 8); // mode and time
        cursor.Skip(cursor.U8()); // name
        ReadOnlySpan<byte> header = input.Span((ulong)start, (int)cursor.Position - start);
        if (cursor.U32() != (flags.HasFlag(LzopFlags.CrcOfHeader) ? Crc32.Append(0, header) : Adler32(header)))
        {
            return null;
        }

        if (flags.HasFlag(LzopFlags.ExtraField))
        {
            cursor.Skip(cursor.U32());
            cursor.Skip(4);
        }

        return flags;
    }

    private static DecodeStatus DecodeBlock(ref Cursor cursor, uint size, LzopFlags flags, GrowingBuffer output)
    {
        uint compressedSize = cursor.U32();
        if (size > LargestBlock || compressedSize > size)
        {
            return DecodeStatus.Corrupt;
        }

        uint? adler = flags.HasFlag(LzopFlags.AdlerOfData) ? cursor.U32() : null;
        uint? crc = flags.HasFlag(LzopFlags.CrcOfData) ? cursor.U32() : null;
        // What does not become smaller is stored, and then has one set of check values.
        bool isStored = compressedSize == size;
        uint? compressedAdler = flags.HasFlag(LzopFlags.AdlerOfCompressed) && !isStored ? cursor.U32() : null;
        uint? compressedCrc = flags.HasFlag(LzopFlags.CrcOfCompressed) && !isStored ? cursor.U32() : null;
        ReadOnlySpan<byte> block = cursor.Bytes((int)compressedSize);
        if (!Agrees(block, compressedAdler, compressedCrc))
        {
            return DecodeStatus.Corrupt;
        }

        long before = output.Length;
        if (size > output.Left)
        {
            return DecodeStatus.LimitReached;
        }

        bool isRight = isStored ? output.TryWrite(block) : Lzo1xDecoder.TryDecode(block, output, size);
        return isRight && output.Length - before == size
            && Agrees(output.Contents.Span((ulong)before, (int)size), adler, crc)
            ? DecodeStatus.Done
            : DecodeStatus.Corrupt;
    }

    private static bool Agrees(ReadOnlySpan<byte> bytes, uint? adler, uint? crc) =>
        (adler is null || adler == Adler32(bytes)) && (crc is null || crc == Crc32.Append(0, bytes));

    // RFC 1950 §8.2. Sums of so many bytes at most do not overflow before they are reduced.
    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        const uint Base = 65521;
        const int Run = 5552;
        uint a = 1;
        uint b = 0;
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> run = bytes[..Math.Min(Run, bytes.Length)];
            foreach (byte value in run)
            {
                a += value;
                b += a;
            }

            a %= Base;
            b %= Base;
            bytes = bytes[run.Length..];
        }

        return (b << 16) | a;
    }
}
