// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Compression;

/// <summary>Single Zstandard frames of unknown size through libzstd; for sections, whose size is known, see <see cref="ZstdInflater"/>.</summary>
internal static unsafe partial class ZstdDecoder
{
    private const string Library = "libzstd.so.1";
    private const int MemoryError = 64; // ZSTD_error_memory_allocation, zstd_errors.h
    private const int WindowTooLarge = 16; // ZSTD_error_frameParameter_windowTooLarge; the library's limit is 128 MiB

    public static DecodeResult Decode(Region input, GrowingBuffer output)
    {
        nint decoder;
        try
        {
            decoder = Create();
        }
        catch (DllNotFoundException)
        {
            throw new MissingLibraryException("zstd", Library, ZstdInflater.Packages);
        }

        if (decoder == 0)
        {
            return new(DecodeStatus.LimitReached);
        }

        try
        {
            ZstdBuffer source = new() { Start = input.Start, Size = (nuint)input.Length };
            while (true)
            {
                Span<byte> room = output.Room();
                if (room.IsEmpty)
                {
                    return new(DecodeStatus.LimitReached);
                }

                ZstdBuffer target = new() { Size = (nuint)room.Length };
                nuint result;
                fixed (byte* start = room)
                {
                    target.Start = start;
                    result = Decompress(decoder, &target, &source);
                }

                output.Advance((int)target.Position);
                if (ZstdInflater.IsError(result) != 0)
                {
                    return new(ZstdInflater.GetErrorCode(result) is MemoryError or WindowTooLarge
                        ? DecodeStatus.LimitReached
                        : DecodeStatus.Corrupt);
                }

                if (result == 0)
                {
                    return new(DecodeStatus.Done, (long)source.Position);
                }

                if (source.Position == source.Size && target.Position < target.Size)
                {
                    return new(DecodeStatus.Truncated);
                }
            }
        }
        finally
        {
            Free(decoder);
        }
    }

    [LibraryImport(Library, EntryPoint = "ZSTD_createDStream")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Create();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDStream")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint Free(nint decoder);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressStream")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint Decompress(nint decoder, ZstdBuffer* target, ZstdBuffer* source);

    /// <summary><c>ZSTD_inBuffer</c> and <c>ZSTD_outBuffer</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ZstdBuffer
    {
        public byte* Start;
        public nuint Size;
        public nuint Position;
    }
}
