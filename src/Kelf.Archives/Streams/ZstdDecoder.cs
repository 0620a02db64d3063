// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Numerics;
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Compression;

namespace Kelf.Archives.Streams;

/// <summary>Single Zstandard frames of unknown size through libzstd; for sections, whose size is known, see <see cref="SectionDecompressor"/>.</summary>
internal sealed unsafe partial class ZstdDecoder : PortionDecoder
{
    private const int MemoryError = 64; // ZSTD_error_memory_allocation, zstd_errors.h
    private const int WindowTooLarge = 16; // ZSTD_error_frameParameter_windowTooLarge
    private const int WindowLogMax = 100; // ZSTD_d_windowLogMax
    private const int LargestWindowLog = 31; // ZSTD_WINDOWLOG_MAX of 64-bit systems

    private readonly Region _input;
    private nint _decoder;

    public ZstdDecoder(Region input, long memory)
    {
        _input = input;
        try
        {
            _decoder = Create();
        }
        catch (DllNotFoundException)
        {
            throw new MissingLibraryException(ZstdLibrary.Library, input.Source);
        }

        if (_decoder != 0)
        {
            _ = SetParameter(_decoder, WindowLogMax, Math.Min(BitOperations.Log2((ulong)memory), LargestWindowLog));
        }
    }

    public override int Decode(Span<byte> room, out DecodeStatus? end)
    {
        if (_decoder == 0)
        {
            end = DecodeStatus.TooMuchMemory;
            return 0;
        }

        ReadOnlySpan<byte> portion = StreamPortion.From(_input, Consumed);
        ZstdBuffer source = new() { Size = (nuint)portion.Length };
        ZstdBuffer target = new() { Size = (nuint)room.Length };
        nuint result;
        fixed (byte* sourceStart = portion)
        fixed (byte* targetStart = room)
        {
            source.Start = sourceStart;
            target.Start = targetStart;
            result = Decompress(_decoder, &target, &source);
        }

        Consumed += (long)source.Position;
        end = IsError(result) != 0
            ? GetErrorCode(result) is MemoryError or WindowTooLarge ? DecodeStatus.TooMuchMemory : DecodeStatus.Corrupt
            : result == 0 ? DecodeStatus.Done
            : Consumed == _input.Length && target.Position < target.Size ? DecodeStatus.Truncated
            : null;
        return (int)target.Position;
    }

    private protected override void Free()
    {
        if (_decoder != 0)
        {
            Free(_decoder);
            _decoder = 0;
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
