// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Compression;

/// <summary>
/// Inflates Zstandard frames (RFC 8878) with the system's libzstd, which is looked for when the first such section is
/// read: kelf starts and works without it.
/// </summary>
/// <remarks>
/// The whole stream is mapped and the whole result allocated, so the one-call interface serves: it takes 64-bit sizes,
/// needs no window buffer, therefore knows no limit on the window (streaming refuses frames made with
/// <c>--long=31</c>), and accepts several frames in a row.
/// </remarks>
internal static unsafe partial class ZstdInflater
{
    private const int DestinationTooSmall = 70; // ZSTD_error_dstSize_tooSmall, zstd_errors.h
    private const int SourceWrong = 72; // ZSTD_error_srcSize_wrong

    /// <summary>Fills the whole buffer from the frames.</summary>
    /// <exception cref="MalformedFileException">The frames are corrupt, or shorter or longer than the buffer.</exception>
    /// <exception cref="MissingLibraryException">libzstd is not installed.</exception>
    public static void Inflate(Region compressed, NativeBuffer buffer)
    {
        Region target = buffer.Contents;
        nuint got;
        try
        {
            got = Decompress(target.Start, (nuint)target.Length, compressed.Start, (nuint)compressed.Length);
        }
        catch (DllNotFoundException)
        {
            throw new MissingLibraryException(ZstdLibrary.Library, target.Source);
        }

        if (IsError(got) != 0)
        {
            throw GetErrorCode(got) switch
            {
                DestinationTooSmall => InflateError.Long(compressed, CompressionKind.Zstd, (ulong)target.Length),
                SourceWrong => compressed.Malformed(0, "zstd stream is cut short, or followed by other bytes"),
                _ => InflateError.Corrupt(
                    compressed, CompressionKind.Zstd, Marshal.PtrToStringUTF8((nint)GetErrorName(got))),
            };
        }

        if (got != (nuint)target.Length)
        {
            throw InflateError.Short(compressed, CompressionKind.Zstd, (long)got, (ulong)target.Length);
        }
    }

    [LibraryImport(ZstdLibrary.FileName, EntryPoint = "ZSTD_decompress")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint Decompress(byte* target, nuint targetLength, byte* source, nuint sourceLength);

    [LibraryImport(ZstdLibrary.FileName, EntryPoint = "ZSTD_isError")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint IsError(nuint code);

    [LibraryImport(ZstdLibrary.FileName, EntryPoint = "ZSTD_getErrorCode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetErrorCode(nuint code);

    [LibraryImport(ZstdLibrary.FileName, EntryPoint = "ZSTD_getErrorName")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial byte* GetErrorName(nuint code);
}
