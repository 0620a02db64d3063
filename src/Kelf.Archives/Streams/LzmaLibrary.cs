// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.Archives.Streams;

/// <summary>
/// liblzma, the library of the xz program, bound when it is first needed (<c>lzma/base.h</c>, <c>lzma/container.h</c>,
/// <c>lzma/block.h</c>, <c>lzma/index.h</c>, <c>lzma/lzma12.h</c>). Structures are those of 64-bit systems; their reserved ends are
/// zero.
/// </summary>
internal static unsafe partial class LzmaLibrary
{
    public const string Name = "liblzma.so.5";

    public const int Ok = 0; // LZMA_OK
    public const int StreamEnd = 1; // LZMA_STREAM_END
    public const int MemoryError = 5; // LZMA_MEM_ERROR
    public const int MemoryLimit = 6; // LZMA_MEMLIMIT_ERROR
    public const int BufferError = 10; // LZMA_BUF_ERROR

    public const int Run = 0; // LZMA_RUN
    public const int Finish = 3; // LZMA_FINISH

    public const int CheckCrc64 = 4; // LZMA_CHECK_CRC64
    public const ulong FilterLzma2 = 0x21; // LZMA_FILTER_LZMA2

    public static MissingLibraryException Missing(ByteSource? source = null) => new(
        new SystemLibrary("xz", Name, "liblzma5 (Debian, Ubuntu, openSUSE), xz-libs (Fedora) or xz (Arch)"), source);

    /// <summary><c>lzma_stream</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Stream
    {
        public byte* NextIn;
        public nuint InLeft;
        public ulong TotalIn;
        public byte* NextOut;
        public nuint OutLeft;
        public ulong TotalOut;
        public Allocator* Allocator; // null: malloc
        private fixed ulong _rest[10];
    }

    /// <summary><c>lzma_allocator</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Allocator
    {
        public delegate* unmanaged[Cdecl]<void*, nuint, nuint, void*> Allocate;
        public delegate* unmanaged[Cdecl]<void*, void*, void> Free;
        public void* Opaque;
    }

    /// <summary><c>lzma_mt</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Threads
    {
        public uint Flags;
        public uint Count;
        public ulong BlockSize; // 0: three times the dictionary
        public uint Timeout;
        public uint Preset;
        public void* Filters;
        public int Check;
        private fixed uint _reserved[7];
        private fixed ulong _rest[12];
    }

    /// <summary><c>lzma_options_lzma</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct LzmaOptions
    {
        public uint DictionarySize;
        public byte* PresetDictionary;
        public uint PresetDictionarySize;
        public uint LiteralContextBits;
        public uint LiteralPositionBits;
        public uint PositionBits;
        public int Mode;
        public uint NiceLength;
        public int MatchFinder;
        public uint Depth;
        private fixed ulong _rest[16];
    }

    /// <summary><c>lzma_filter</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Filter
    {
        public ulong Id;
        public void* Options;
    }

    /// <summary><c>lzma_block</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Block
    {
        public uint Version;
        public uint HeaderSize;
        public int Check;
        public ulong CompressedSize;
        public ulong UncompressedSize;
        public Filter* Filters;
        private fixed ulong _rest[32];
    }

    /// <summary><c>lzma_stream_flags</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct StreamFlags
    {
        public uint Version;
        public ulong BackwardSize;
        public int Check;
        private fixed ulong _rest[16];
    }

    [LibraryImport(Name, EntryPoint = "lzma_version_number")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint VersionNumber();

    [LibraryImport(Name, EntryPoint = "lzma_code")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Code(Stream* stream, int action);

    [LibraryImport(Name, EntryPoint = "lzma_end")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void End(Stream* stream);

    [LibraryImport(Name, EntryPoint = "lzma_stream_decoder")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int StreamDecoder(Stream* stream, ulong memoryLimit, uint flags);

    [LibraryImport(Name, EntryPoint = "lzma_alone_decoder")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int AloneDecoder(Stream* stream, ulong memoryLimit);

    [LibraryImport(Name, EntryPoint = "lzma_easy_encoder")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int EasyEncoder(Stream* stream, uint preset, int check);

    [LibraryImport(Name, EntryPoint = "lzma_stream_encoder_mt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int StreamEncoderThreads(Stream* stream, Threads* options);

    [LibraryImport(Name, EntryPoint = "lzma_lzma_preset")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial byte LzmaPreset(LzmaOptions* options, uint preset);

    [LibraryImport(Name, EntryPoint = "lzma_block_buffer_bound")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint BlockBound(nuint uncompressedSize);

    [LibraryImport(Name, EntryPoint = "lzma_block_buffer_encode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int BlockEncode(
        Block* block, Allocator* allocator, byte* source, nuint sourceSize, byte* target, nuint* position, nuint targetSize);

    [LibraryImport(Name, EntryPoint = "lzma_block_unpadded_size")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial ulong BlockUnpaddedSize(Block* block);

    [LibraryImport(Name, EntryPoint = "lzma_index_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint IndexInit(void* allocator);

    [LibraryImport(Name, EntryPoint = "lzma_index_end")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void IndexEnd(nint index, void* allocator);

    [LibraryImport(Name, EntryPoint = "lzma_index_append")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int IndexAppend(nint index, void* allocator, ulong unpaddedSize, ulong uncompressedSize);

    [LibraryImport(Name, EntryPoint = "lzma_index_size")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial ulong IndexSize(nint index);

    [LibraryImport(Name, EntryPoint = "lzma_index_buffer_encode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int IndexEncode(nint index, byte* target, nuint* position, nuint size);

    [LibraryImport(Name, EntryPoint = "lzma_stream_header_encode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int StreamHeader(StreamFlags* flags, byte* target);

    [LibraryImport(Name, EntryPoint = "lzma_stream_footer_encode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int StreamFooter(StreamFlags* flags, byte* target);
}
