// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>xz and LZMA_Alone streams through liblzma, filters of all architectures included.</summary>
internal static unsafe class LzmaDecoder
{
    public static DecodeResult Decode(Region input, GrowingBuffer output, bool isXz)
    {
        LzmaLibrary.Stream stream = default;
        ulong memory = (ulong)StreamDecoder.LargestWindow(output);
        int result;
        try
        {
            result = isXz
                ? LzmaLibrary.StreamDecoder(&stream, memory, 0)
                : LzmaLibrary.AloneDecoder(&stream, memory);
        }
        catch (DllNotFoundException)
        {
            throw LzmaLibrary.Missing(input.Source);
        }

        try
        {
            while (result == LzmaLibrary.Ok)
            {
                Span<byte> room = output.Room();
                if (room.IsEmpty)
                {
                    return new(DecodeStatus.LimitReached, (long)stream.TotalIn);
                }

                long taken = (long)stream.TotalIn;
                ReadOnlySpan<byte> portion = StreamPortion.From(input, taken);
                fixed (byte* source = portion)
                fixed (byte* target = room)
                {
                    stream.NextIn = source;
                    stream.InLeft = (nuint)portion.Length;
                    stream.NextOut = target;
                    stream.OutLeft = (nuint)room.Length;
                    bool isLast = taken + portion.Length == input.Length;
                    result = LzmaLibrary.Code(&stream, isLast ? LzmaLibrary.Finish : LzmaLibrary.Run);
                }

                output.Advance(room.Length - (int)stream.OutLeft);
            }

            return new(
                result switch
                {
                    LzmaLibrary.StreamEnd => DecodeStatus.Done,
                    LzmaLibrary.BufferError => DecodeStatus.Truncated,
                    LzmaLibrary.MemoryError or LzmaLibrary.MemoryLimit => DecodeStatus.TooMuchMemory,
                    _ => DecodeStatus.Corrupt,
                },
                (long)stream.TotalIn);
        }
        finally
        {
            LzmaLibrary.End(&stream);
        }
    }
}
