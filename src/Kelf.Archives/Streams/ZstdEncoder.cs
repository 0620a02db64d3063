// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Compression;

namespace Kelf.Archives.Streams;

/// <summary>Compresses bytes to one Zstandard frame (RFC 8878) with the system's libzstd.</summary>
public static unsafe partial class ZstdEncoder
{
    /// <summary>Compresses bytes. The same bytes and level give the same frame, from one version of the library.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="level">How hard, from 1 to 22.</param>
    /// <param name="target">What messages call the result.</param>
    /// <returns>The frame, which has the size of its contents.</returns>
    /// <exception cref="MissingLibraryException">libzstd is not installed.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> bytes, int level, ByteSource target)
    {
        try
        {
            byte[] frame = new byte[(int)Bound((nuint)bytes.Length)];
            fixed (byte* to = frame, from = bytes)
            {
                nuint length = Compress(to, (nuint)frame.Length, from, (nuint)bytes.Length, level);
                return IsError(length) == 0 ? frame[..(int)length] : throw new InvalidOperationException("libzstd could not compress");
            }
        }
        catch (DllNotFoundException)
        {
            throw new MissingLibraryException(ZstdLibrary.Library, target);
        }
    }

    [LibraryImport(ZstdLibrary.FileName, EntryPoint = "ZSTD_compressBound")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint Bound(nuint length);

    [LibraryImport(ZstdLibrary.FileName, EntryPoint = "ZSTD_compress")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint Compress(byte* target, nuint targetLength, byte* source, nuint sourceLength, int level);

    [LibraryImport(ZstdLibrary.FileName, EntryPoint = "ZSTD_isError")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint IsError(nuint code);
}
