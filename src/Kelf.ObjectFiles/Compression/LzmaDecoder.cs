// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Compression;

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
            throw LzmaLibrary.Missing();
        }

        try
        {
            stream.NextIn = input.Start;
            stream.InLeft = (nuint)input.Length;
            while (result == LzmaLibrary.Ok)
            {
                Span<byte> room = output.Room();
                if (room.IsEmpty)
                {
                    return new(DecodeStatus.LimitReached, (long)stream.TotalIn);
                }

                fixed (byte* target = room)
                {
                    stream.NextOut = target;
                    stream.OutLeft = (nuint)room.Length;
                    result = LzmaLibrary.Code(&stream, LzmaLibrary.Finish);
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
