// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Compression;

/// <summary>Inflates .xz files (xz-file-format 1.2) with the system's liblzma, which is looked for when the first one is read.</summary>
internal static unsafe partial class XzInflater
{
    private const string Library = "liblzma.so.5";
    private const ulong MemoryLimit = 256 << 20; // of the decoder: xz -9 needs 65 MiB
    private const int FooterSize = 12;
    private const int NeedsMoreMemory = 6; // LZMA_MEMLIMIT_ERROR

    /// <summary>Inflates a file of one stream.</summary>
    /// <exception cref="MalformedFileException">It is corrupt, or expands to more than allowed.</exception>
    /// <exception cref="UnreadableFileException">liblzma is not installed.</exception>
    public static NativeBuffer Inflate(Region contents, ulong limit)
    {
        ulong size = SizeIn(contents);
        if (size > limit)
        {
            throw contents.Malformed(0, $"xz file says that it expands to {size} bytes, and {limit} are allowed");
        }

        NativeBuffer buffer = new((long)size, contents.Source);
        try
        {
            ulong memory = MemoryLimit;
            (nuint from, nuint to) = (0, 0);
            int result = Decode(
                &memory, 0, null, contents.Start, &from, (nuint)contents.Length, buffer.Contents.Start, &to, (nuint)size);
            return result == 0 && to == size && from == (nuint)contents.Length ? buffer : throw contents.Malformed(
                0, result == NeedsMoreMemory ? "xz file needs more than 256 MiB to decompress" : "xz file is corrupt");
        }
        catch (DllNotFoundException)
        {
            buffer.Dispose();
            throw new UnreadableFileException(
                contents.Source.File, $"compressed with xz, and {Library} is not installed (package liblzma5 on Debian and Ubuntu)");
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>The size that the index at the end of the stream states (xz-file-format §2.1.2, §4).</summary>
    private static ulong SizeIn(Region contents)
    {
        ulong length = (ulong)contents.Length;
        if (length < 2 * FooterSize || !contents.Span(length - 2, 2).SequenceEqual("YZ"u8))
        {
            throw contents.Malformed(length, "xz file has no end of stream");
        }

        ulong index = (contents.Read(ByteOrder.Little, length - 8).U32() + 1ul) * 4;
        if (index > length - (2 * FooterSize))
        {
            throw contents.Malformed(length - 8, $"index of 0x{index:x} bytes is larger than the xz file");
        }

        Cursor cursor = contents.Slice(0, length - FooterSize).Read(ByteOrder.Little, length - FooterSize - index);
        cursor.Skip(1);
        ulong records = cursor.Uleb128();
        ulong size = 0;
        for (ulong i = 0; i < records && size < ulong.MaxValue / 2; i++)
        {
            cursor.SkipLeb128();
            size += Math.Min(cursor.Uleb128(), ulong.MaxValue / 4);
        }

        return size;
    }

    [LibraryImport(Library, EntryPoint = "lzma_stream_buffer_decode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Decode(
        ulong* memoryLimit, uint flags, void* allocator, byte* source, nuint* sourcePosition, nuint sourceSize,
        byte* target, nuint* targetPosition, nuint targetSize);
}
