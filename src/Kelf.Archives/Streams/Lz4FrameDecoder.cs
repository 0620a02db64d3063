// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>
/// LZ4 frames (<c>lz4_Frame_format.md</c>, version 1.6.x): a descriptor, blocks, an end mark, and check values for each of them
/// as the descriptor says. U-Boot reads these, kernels the legacy ones.
/// </summary>
internal static class Lz4FrameDecoder
{
    private const int MagicSize = 4;
    private const int LongestHeader = 19;
    private const int SmallestHeader = 7;
    private const int LongestDistance = 1 << 16;
    private const uint Stored = 1u << 31; // of a block's size: its bytes are not compressed

    // FLG, the descriptor's first byte.
    private const int VersionMask = 0xc0, Version = 0x40, Independent = 0x20, BlockChecks = 0x10, ContentSize = 8, ContentCheck = 4;
    private const int ReservedFlag = 2, DictionaryId = 1;

    /// <summary>Whether this is the header of a frame: the descriptor has a check value of its own.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> start) => SizeOfHeader(start) is { } size
        && start[size - 1] == (byte)(XxHash32.Of(start[MagicSize..(size - 1)]) >> 8);

    public static DecodeResult Decode(Region input, GrowingBuffer output)
    {
        ReadOnlySpan<byte> header = input.Span(0, (int)Math.Min(input.Length, LongestHeader));
        if (!IsHeader(header))
        {
            return new(input.Length < LongestHeader ? DecodeStatus.Truncated : DecodeStatus.Corrupt);
        }

        int flags = header[MagicSize];
        ulong? stated = (flags & ContentSize) != 0 ? BinaryPrimitives.ReadUInt64LittleEndian(header[(MagicSize + 2)..]) : null;
        int largest = 1 << (8 + 2 * (header[MagicSize + 1] >> 4)); // 4 is 64 KiB, 7 is 4 MiB
        XxHash32 hash = new();
        long position = SizeOfHeader(header)!.Value;
        while (true)
        {
            if (Number(input, position) is not { } word)
            {
                return new(DecodeStatus.Truncated, position);
            }

            position += 4;
            if (word == 0)
            {
                return End(input, position, (flags & ContentCheck) != 0 ? hash.Value : null, output.Length == (long)(stated ?? (ulong)output.Length));
            }

            uint length = word & ~Stored;
            if (length > largest)
            {
                return new(DecodeStatus.Corrupt, position);
            }

            int check = (flags & BlockChecks) != 0 ? 4 : 0;
            if (length + check > input.Length - position)
            {
                return new(DecodeStatus.Truncated, position);
            }

            ReadOnlySpan<byte> block = input.Span((ulong)position, (int)length);
            position += length;
            if (check != 0 && XxHash32.Of(block) != Number(input, position))
            {
                return new(DecodeStatus.Corrupt, position);
            }

            position += check;
            long before = output.Length;
            long window = (flags & Independent) != 0 ? before : Math.Max(0, before - LongestDistance);
            if (!((word & Stored) != 0 ? output.TryWrite(block) : Lz4Block.TryDecode(block, output, window, largest)))
            {
                return new(output.Left == 0 ? DecodeStatus.LimitReached : DecodeStatus.Corrupt, position);
            }

            if ((flags & ContentCheck) != 0)
            {
                hash.Append(output.Contents.Span((ulong)before, (int)(output.Length - before)));
            }
        }
    }

    private static DecodeResult End(Region input, long position, uint? hash, bool isWhole)
    {
        if (hash is null)
        {
            return new(isWhole ? DecodeStatus.Done : DecodeStatus.Corrupt, position);
        }

        uint? stated = Number(input, position);
        return stated is null ? new(DecodeStatus.Truncated, position)
            : new(isWhole && stated == hash ? DecodeStatus.Done : DecodeStatus.Corrupt, position + 4);
    }

    // Magic number, two bytes, what they announce, the check value. Null if the two bytes are not possible.
    private static int? SizeOfHeader(ReadOnlySpan<byte> start)
    {
        if (start.Length < SmallestHeader || (start[MagicSize] & (VersionMask | ReservedFlag)) != Version
            || (start[MagicSize + 1] & 0x8f) != 0 || start[MagicSize + 1] >> 4 < 4)
        {
            return null;
        }

        int flags = start[MagicSize];
        int size = SmallestHeader + ((flags & ContentSize) != 0 ? 8 : 0) + ((flags & DictionaryId) != 0 ? 4 : 0);
        return size <= start.Length ? size : null;
    }

    private static uint? Number(Region input, long position) =>
        input.Length - position >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(input.Span((ulong)position, 4)) : null;
}
