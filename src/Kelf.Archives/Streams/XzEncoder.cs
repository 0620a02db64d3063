// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>Makes xz files with the system's liblzma, the library of the xz program: the same calls give the same bytes.</summary>
public static unsafe class XzEncoder
{
    private const int HeaderSize = 12; // LZMA_STREAM_HEADER_SIZE

    /// <summary>The library's version: 50040012 is 5.4.1. Other versions may give other bytes.</summary>
    /// <exception cref="MissingLibraryException">It is not installed.</exception>
    public static uint LibraryVersion
    {
        get
        {
            try
            {
                return LzmaLibrary.VersionNumber();
            }
            catch (DllNotFoundException)
            {
                throw LzmaLibrary.Missing();
            }
        }
    }

    /// <summary>Compresses as <c>xz -PRESET -T1</c> does: one block, one thread.</summary>
    /// <param name="parts">What is compressed. How it is cut does not matter; a part is used no longer than until the next.</param>
    /// <param name="preset">0 to 9, and <see cref="XzSettings.Extreme"/>.</param>
    /// <returns>An xz file; the caller disposes it.</returns>
    /// <exception cref="MissingLibraryException">liblzma is not installed.</exception>
    public static GrowingBuffer Encode(IEnumerable<ReadOnlyMemory<byte>> parts, uint preset) =>
        Encode(parts, stream => LzmaLibrary.EasyEncoder((LzmaLibrary.Stream*)stream, preset, LzmaLibrary.CheckCrc64));

    /// <summary>
    /// Compresses as <c>xz -PRESET -T0</c> does, and from xz 5.6 on xz without options: blocks of three dictionaries. The result does
    /// not depend on the number of threads.
    /// </summary>
    /// <inheritdoc cref="Encode(IEnumerable{ReadOnlyMemory{byte}}, uint)"/>
    public static GrowingBuffer EncodeInThreads(IEnumerable<ReadOnlyMemory<byte>> parts, uint preset, int threads) => Encode(parts, stream =>
    {
        LzmaLibrary.Threads options = new() { Count = (uint)threads, Preset = preset, Check = LzmaLibrary.CheckCrc64 };
        return LzmaLibrary.StreamEncoderThreads((LzmaLibrary.Stream*)stream, &options);
    });

    /// <summary>Compresses a block. Several threads may do so at a time.</summary>
    /// <exception cref="MissingLibraryException">liblzma is not installed.</exception>
    public static XzBlock EncodeBlock(ReadOnlySpan<byte> data, XzSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        try
        {
            LzmaLibrary.LzmaOptions options = default;
            LzmaLibrary.LzmaPreset(&options, settings.Preset);
            options.DictionarySize = settings.DictionarySize;
            options.NiceLength = settings.NiceLength;
            options.LiteralContextBits = settings.LiteralContextBits ?? options.LiteralContextBits;
            options.PositionBits = settings.PositionBits ?? options.PositionBits;
            options.Depth = settings.Depth ?? options.Depth;

            LzmaLibrary.Filter* filters = stackalloc LzmaLibrary.Filter[2];
            filters[0] = new LzmaLibrary.Filter { Id = LzmaLibrary.FilterLzma2, Options = &options };
            filters[1] = new LzmaLibrary.Filter { Id = ulong.MaxValue };
            LzmaLibrary.Block block = new() { Check = LzmaLibrary.CheckCrc64, Filters = filters };

            byte[] bytes = new byte[(int)LzmaLibrary.BlockBound((nuint)data.Length)];
            nuint length = 0;
            fixed (byte* source = data)
            fixed (byte* target = bytes)
            {
                Check(LzmaLibrary.BlockEncode(
                    &block, HugePageAllocator.Functions, source, (nuint)data.Length, target, &length, (nuint)bytes.Length));
            }

            return new XzBlock(bytes.AsMemory(0, (int)length), LzmaLibrary.BlockUnpaddedSize(&block), (ulong)data.Length);
        }
        catch (DllNotFoundException)
        {
            throw LzmaLibrary.Missing();
        }
    }

    /// <summary>What stands before the first block of a file.</summary>
    /// <exception cref="MissingLibraryException">liblzma is not installed.</exception>
    public static byte[] Header()
    {
        try
        {
            LzmaLibrary.StreamFlags flags = new() { Check = LzmaLibrary.CheckCrc64 };
            byte[] header = new byte[HeaderSize];
            fixed (byte* target = header)
            {
                Check(LzmaLibrary.StreamHeader(&flags, target));
            }

            return header;
        }
        catch (DllNotFoundException)
        {
            throw LzmaLibrary.Missing();
        }
    }

    /// <summary>What stands after the last block of a file: the index, and the end of the stream.</summary>
    /// <exception cref="MissingLibraryException">liblzma is not installed.</exception>
    public static byte[] Footer(IEnumerable<XzBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        nint index = 0;
        try
        {
            index = LzmaLibrary.IndexInit(null);
            Check(index == 0 ? LzmaLibrary.MemoryError : LzmaLibrary.Ok);

            foreach (XzBlock block in blocks)
            {
                Check(LzmaLibrary.IndexAppend(index, null, block.UnpaddedSize, block.UncompressedSize));
            }

            LzmaLibrary.StreamFlags flags = new()
            {
                Check = LzmaLibrary.CheckCrc64,
                BackwardSize = LzmaLibrary.IndexSize(index),
            };
            byte[] footer = new byte[(int)flags.BackwardSize + HeaderSize];
            nuint position = 0;
            fixed (byte* target = footer)
            {
                Check(LzmaLibrary.IndexEncode(index, target, &position, (nuint)flags.BackwardSize));
                Check(LzmaLibrary.StreamFooter(&flags, target + position));
            }

            return footer;
        }
        catch (DllNotFoundException)
        {
            throw LzmaLibrary.Missing();
        }
        finally
        {
            if (index != 0)
            {
                LzmaLibrary.IndexEnd(index, null);
            }
        }
    }

    private static GrowingBuffer Encode(IEnumerable<ReadOnlyMemory<byte>> parts, Func<nint, int> start)
    {
        ArgumentNullException.ThrowIfNull(parts);
        LzmaLibrary.Stream stream = new() { Allocator = HugePageAllocator.Functions };
        GrowingBuffer output = new(new ByteSource("xz"), long.MaxValue);
        bool isStarted = false;
        try
        {
            Check(start((nint)(&stream)));
            isStarted = true;
            foreach (ReadOnlyMemory<byte> part in parts)
            {
                Code(&stream, part.Span, LzmaLibrary.Run, output);
            }

            Code(&stream, [], LzmaLibrary.Finish, output);
            return output;
        }
        catch (DllNotFoundException)
        {
            output.Dispose();
            throw LzmaLibrary.Missing();
        }
        catch
        {
            output.Dispose();
            throw;
        }
        finally
        {
            if (isStarted)
            {
                LzmaLibrary.End(&stream);
            }
        }
    }

    // Until the library has taken all data, or, at the end, given all that it holds.
    private static void Code(LzmaLibrary.Stream* stream, ReadOnlySpan<byte> data, int action, GrowingBuffer output)
    {
        fixed (byte* source = data)
        {
            stream->NextIn = source;
            stream->InLeft = (nuint)data.Length;
            for (int result = LzmaLibrary.Ok; action == LzmaLibrary.Finish ? result != LzmaLibrary.StreamEnd : stream->InLeft > 0;)
            {
                Span<byte> room = output.Room();
                fixed (byte* target = room)
                {
                    stream->NextOut = target;
                    stream->OutLeft = (nuint)room.Length;
                    result = LzmaLibrary.Code(stream, action);
                }

                output.Advance(room.Length - (int)stream->OutLeft);
                if (result != LzmaLibrary.StreamEnd)
                {
                    Check(result);
                }
            }
        }
    }

    private static void Check(int result)
    {
        if (result != LzmaLibrary.Ok)
        {
            throw result == LzmaLibrary.MemoryError
                ? new InsufficientMemoryException()
                : new InvalidOperationException($"liblzma gives error {result}");
        }
    }
}
