// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>bzip2 streams through libbz2 (<c>bzlib.h</c>).</summary>
internal sealed unsafe partial class Bzip2Decoder : PortionDecoder
{
    private const string Library = "libbz2.so.1.0";
    private const int Ok = 0; // BZ_OK
    private const int StreamEnd = 4; // BZ_STREAM_END
    private const int MemoryError = -3; // BZ_MEM_ERROR

    private readonly Region _input;
    private BzStream* _stream;
    private int _result;

    public Bzip2Decoder(Region input)
    {
        _input = input;
        _stream = (BzStream*)NativeMemory.AllocZeroed((nuint)sizeof(BzStream));
        try
        {
            _result = Start(_stream, 0, 0) == Ok ? Ok : MemoryError;
        }
        catch (DllNotFoundException)
        {
            NativeMemory.Free(_stream);
            throw new MissingLibraryException(
                new SystemLibrary("bzip2", Library, "libbz2-1.0 (Debian, Ubuntu), bzip2-libs (Fedora), libbz2-1 (openSUSE) or bzip2 (Arch)"),
                input.Source);
        }
    }

    public override int Decode(Span<byte> room, out DecodeStatus? end)
    {
        int written = 0;
        bool isTruncated = false;
        if (_result == Ok)
        {
            ReadOnlySpan<byte> portion = StreamPortion.From(_input, Consumed);
            fixed (byte* source = portion)
            fixed (byte* target = room)
            {
                _stream->NextIn = source;
                _stream->InLeft = (uint)portion.Length;
                _stream->NextOut = target;
                _stream->OutLeft = (uint)room.Length;
                _result = Decompress(_stream);
            }

            Consumed += portion.Length - _stream->InLeft;
            written = room.Length - (int)_stream->OutLeft;
            isTruncated = Consumed == _input.Length && _stream->OutLeft > 0;
        }

        end = _result switch
        {
            Ok => isTruncated ? DecodeStatus.Truncated : null,
            StreamEnd => DecodeStatus.Done,
            MemoryError => DecodeStatus.TooMuchMemory,
            _ => DecodeStatus.Corrupt,
        };
        return written;
    }

    private protected override void Free()
    {
        if (_stream is not null)
        {
            _ = End(_stream);
            NativeMemory.Free(_stream);
            _stream = null;
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
