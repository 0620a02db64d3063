// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>bzip2 streams through libbz2 (<c>bzlib.h</c>).</summary>
internal static unsafe partial class Bzip2Decoder
{
    private const string Library = "libbz2.so.1.0";
    private const int Ok = 0; // BZ_OK
    private const int StreamEnd = 4; // BZ_STREAM_END
    private const int MemoryError = -3; // BZ_MEM_ERROR

    public static DecodeResult Decode(Region input, GrowingBuffer output)
    {
        BzStream stream = default;
        try
        {
            if (Start(&stream, 0, 0) != Ok)
            {
                return new(DecodeStatus.TooMuchMemory);
            }
        }
        catch (DllNotFoundException)
        {
            throw new MissingLibraryException(
                new SystemLibrary("bzip2", Library, "libbz2-1.0 (Debian, Ubuntu), bzip2-libs (Fedora), libbz2-1 (openSUSE) or bzip2 (Arch)"),
                input.Source);
        }

        try
        {
            long taken = 0;
            while (true)
            {
                Span<byte> room = output.Room();
                if (room.IsEmpty)
                {
                    return new(DecodeStatus.LimitReached, taken);
                }

                int result;
                ReadOnlySpan<byte> portion = StreamPortion.From(input, taken);
                fixed (byte* source = portion)
                fixed (byte* target = room)
                {
                    stream.NextIn = source;
                    stream.InLeft = (uint)portion.Length;
                    stream.NextOut = target;
                    stream.OutLeft = (uint)room.Length;
                    result = Decompress(&stream);
                }

                taken += portion.Length - stream.InLeft;
                output.Advance(room.Length - (int)stream.OutLeft);
                if (result != Ok)
                {
                    return new(
                        result switch
                        {
                            StreamEnd => DecodeStatus.Done,
                            MemoryError => DecodeStatus.TooMuchMemory,
                            _ => DecodeStatus.Corrupt,
                        },
                        taken);
                }

                if (taken == input.Length && stream.OutLeft > 0)
                {
                    return new(DecodeStatus.Truncated, taken);
                }
            }
        }
        finally
        {
            _ = End(&stream);
        }
    }

    [LibraryImport(Library, EntryPoint = "BZ2_bzDecompressInit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Start(BzStream* stream, int verbosity, int small);

    [LibraryImport(Library, EntryPoint = "BZ2_bzDecompress")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Decompress(BzStream* stream);

    [LibraryImport(Library, EntryPoint = "BZ2_bzDecompressEnd")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int End(BzStream* stream);

    /// <summary><c>bz_stream</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct BzStream
    {
        public byte* NextIn;
        public uint InLeft;
        private fixed uint _totalIn[2];
        public byte* NextOut;
        public uint OutLeft;
        private fixed uint _totalOut[2];
        private fixed ulong _rest[4];
    }
}
