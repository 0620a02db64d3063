// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Compression;

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
                "bzip2", Library, "package libbz2-1.0 on Debian and Ubuntu, bzip2-libs on Fedora, libbz2-1 on openSUSE, bzip2 on Arch");
        }

        try
        {
            long given = 0;
            stream.NextIn = input.Start;
            while (true)
            {
                // The library counts its input in 32 bits.
                uint more = (uint)Math.Min(input.Length - given, (1 << 30) - stream.InLeft);
                stream.InLeft += more;
                given += more;
                Span<byte> room = output.Room();
                if (room.IsEmpty)
                {
                    return new(DecodeStatus.LimitReached, given - stream.InLeft);
                }

                int result;
                fixed (byte* target = room)
                {
                    stream.NextOut = target;
                    stream.OutLeft = (uint)room.Length;
                    result = Decompress(&stream);
                }

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
                        given - stream.InLeft);
                }

                if (stream.InLeft == 0 && given == input.Length && stream.OutLeft > 0)
                {
                    return new(DecodeStatus.Truncated, given);
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
