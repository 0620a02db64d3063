// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>xz and LZMA_Alone streams through liblzma, filters of all architectures included.</summary>
internal sealed unsafe class LzmaDecoder : PortionDecoder
{
    private readonly Region _input;
    private LzmaLibrary.Stream* _stream;
    private int _result;

    public LzmaDecoder(Region input, long memory, bool isXz)
    {
        _input = input;
        _stream = (LzmaLibrary.Stream*)NativeMemory.AllocZeroed((nuint)sizeof(LzmaLibrary.Stream));
        try
        {
            _result = isXz ? LzmaLibrary.StreamDecoder(_stream, (ulong)memory, 0) : LzmaLibrary.AloneDecoder(_stream, (ulong)memory);
        }
        catch (DllNotFoundException)
        {
            NativeMemory.Free(_stream);
            throw LzmaLibrary.Missing(input.Source);
        }
    }

    public override int Decode(Span<byte> room, out DecodeStatus? end)
    {
        int written = 0;
        if (_result == LzmaLibrary.Ok)
        {
            long taken = (long)_stream->TotalIn;
            ReadOnlySpan<byte> portion = StreamPortion.From(_input, taken);
            fixed (byte* source = portion)
            fixed (byte* target = room)
            {
                _stream->NextIn = source;
                _stream->InLeft = (nuint)portion.Length;
                _stream->NextOut = target;
                _stream->OutLeft = (nuint)room.Length;
                bool isLast = taken + portion.Length == _input.Length;
                _result = LzmaLibrary.Code(_stream, isLast ? LzmaLibrary.Finish : LzmaLibrary.Run);
            }

            written = room.Length - (int)_stream->OutLeft;
            Consumed = (long)_stream->TotalIn;
        }

        end = _result switch
        {
            LzmaLibrary.Ok => null,
            LzmaLibrary.StreamEnd => DecodeStatus.Done,
            LzmaLibrary.BufferError => DecodeStatus.Truncated,
            LzmaLibrary.MemoryError or LzmaLibrary.MemoryLimit => DecodeStatus.TooMuchMemory,
            _ => DecodeStatus.Corrupt,
        };
        return written;
    }

    private protected override void Free()
    {
        if (_stream is not null)
        {
            LzmaLibrary.End(_stream);
            NativeMemory.Free(_stream);
            _stream = null;
        }
    }
}
