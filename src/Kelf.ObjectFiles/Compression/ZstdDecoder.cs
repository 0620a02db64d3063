// SPDX-License-Identifier: GPL-2.0-only
using System.Numerics;
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Compression;

/// <summary>Single Zstandard frames of unknown size through libzstd; for sections, whose size is known, see <see cref="ZstdInflater"/>.</summary>
internal static unsafe partial class ZstdDecoder
{
    private const string Library = "libzstd.so.1";
    private const int MemoryError = 64; // ZSTD_error_memory_allocation, zstd_errors.h
    private const int WindowTooLarge = 16; // ZSTD_error_frameParameter_windowTooLarge
    private const int WindowLogMax = 100; // ZSTD_d_windowLogMax
    private const int LargestWindowLog = 31; // ZSTD_WINDOWLOG_MAX of 64-bit systems

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
            return new(DecodeStatus.TooMuchMemory);
        }

        try
        {
            int window = Math.Min(BitOperations.Log2((ulong)StreamDecoder.LargestWindow(output)), LargestWindowLog);
            _ = SetParameter(decoder, WindowLogMax, window);
            ZstdBuffer source = new() { Start = input.Start, Size = (nuint)input.Length };
            while (true)
            {
                Span<byte> room = output.Room();
                if (room.IsEmpty)
                {
                    return new(DecodeStatus.LimitReached, (long)source.Position);
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
                        ? DecodeStatus.TooMuchMemory
                        : DecodeStatus.Corrupt, (long)source.Position);
                }

                if (result == 0)
                {
                    return new(DecodeStatus.Done, (long)source.Position);
                }

                if (source.Position == source.Size && target.Position < target.Size)
                {
                    return new(DecodeStatus.Truncated, (long)source.Position);
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

    [LibraryImport(Library, EntryPoint = "ZSTD_DCtx_setParameter")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint SetParameter(nint decoder, int parameter, int value);

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
