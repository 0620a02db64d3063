// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Numerics;
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Compression;

namespace Kelf.Archives.Streams;

/// <summary>Single Zstandard frames of unknown size through libzstd; for sections, whose size is known, see <see cref="SectionDecompressor"/>.</summary>
internal static unsafe partial class ZstdDecoder
{
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
            throw new MissingLibraryException(ZstdLibrary.Library, input.Source);
        }

        if (decoder == 0)
        {
            return new(DecodeStatus.TooMuchMemory);
        }

        try
        {
            int window = Math.Min(BitOperations.Log2((ulong)StreamDecoder.LargestWindow(output)), LargestWindowLog);
            _ = SetParameter(decoder, WindowLogMax, window);
            long taken = 0;
            while (true)
            {
                Span<byte> room = output.Room();
                if (room.IsEmpty)
                {
                    return new(DecodeStatus.LimitReached, taken);
                }

                ReadOnlySpan<byte> portion = StreamPortion.From(input, taken);
                ZstdBuffer source = new() { Size = (nuint)portion.Length };
                ZstdBuffer target = new() { Size = (nuint)room.Length };
                nuint result;
                fixed (byte* sourceStart = portion)
                fixed (byte* targetStart = room)
                {
                    source.Start = sourceStart;
                    target.Start = targetStart;
                    result = Decompress(decoder, &target, &source);
                }

                taken += (long)source.Position;
                output.Advance((int)target.Position);
                if (IsError(result) != 0)
                {
                    return new(GetErrorCode(result) is MemoryError or WindowTooLarge
                        ? DecodeStatus.TooMuchMemory
                        : DecodeStatus.Corrupt, taken);
                }

                if (result == 0)
                {
                    return new(DecodeStatus.Done, taken);
                }

                if (taken == input.Length && target.Position < target.Size)
                {
                    return new(DecodeStatus.Truncated, taken);
                }
            }
        }
        finally
        {
            Free(decoder);
        }
    }

    [LibraryImport(ZstdLibrary.FileName, EntryPoint = "ZSTD_createDStream")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Create();

    [LibraryImport(ZstdLibrary.FileName, EntryPoint = "ZSTD_DCtx_setParameter")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint SetParameter(nint decoder, int parameter, int value);

    [LibraryImport(ZstdLibrary.FileName, EntryPoint = "ZSTD_freeDStream")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint Free(nint decoder);

    [LibraryImport(ZstdLibrary.FileName, EntryPoint = "ZSTD_decompressStream")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint Decompress(nint decoder, ZstdBuffer* target, ZstdBuffer* source);

    [LibraryImport(ZstdLibrary.FileName, EntryPoint = "ZSTD_isError")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint IsError(nuint code);

    [LibraryImport(ZstdLibrary.FileName, EntryPoint = "ZSTD_getErrorCode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetErrorCode(nuint code);

    /// <summary><c>ZSTD_inBuffer</c> and <c>ZSTD_outBuffer</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ZstdBuffer
    {
        public byte* Start;
        public nuint Size;
        public nuint Position;
    }
}
