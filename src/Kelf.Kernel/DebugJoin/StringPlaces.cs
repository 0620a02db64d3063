// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.DebugJoin;

/// <summary>Where the strings of one section went.</summary>
internal sealed class StringPlaces
{
    private const int BlockSize = 64;

    private readonly Region _strings;
    private readonly uint[] _places;
    private readonly int[] _endsBefore; // how many strings end before a block

    /// <summary>Counts the strings.</summary>
    /// <param name="strings">The section's bytes.</param>
    /// <param name="places">The new offset of each string.</param>
    public StringPlaces(Region strings, uint[] places)
    {
        (_strings, _places) = (strings, places);
        _endsBefore = new int[(strings.Length / BlockSize) + 1];
        int count = 0;
        for (int i = 0; i < _endsBefore.Length; i++)
        {
            _endsBefore[i] = count;
            count += Block(i).Count((byte)0);
        }
    }

    /// <summary>The new offset of what was at an offset.</summary>
    /// <exception cref="MalformedFileException">The offset is outside.</exception>
    public ulong PlaceOf(ulong offset)
    {
        if (offset >= (ulong)_strings.Length)
        {
            throw _strings.Malformed(offset, $"a relocation refers to offset 0x{offset:x} of {_strings.Length} bytes of strings");
        }

        int block = (int)(offset / BlockSize);
        int number = _endsBefore[block] + Block(block)[..(int)(offset % BlockSize)].Count((byte)0);
        // Nearly all references are to beginnings of strings.
        bool isStart = offset == 0 || _strings.Span(offset - 1, 1)[0] == 0;
        return _places[number] + (isStart ? 0 : offset - StartOf(number));
    }

    // After the end of the string before it, which is in the last block before which not all of those end.
    private ulong StartOf(int number)
    {
        if (number == 0)
        {
            return 0;
        }

        int block = 0;
        for (int end = _endsBefore.Length; end - block > 1;)
        {
            int middle = block + ((end - block) / 2);
            (block, end) = _endsBefore[middle] < number ? (middle, end) : (block, middle);
        }

        ReadOnlySpan<byte> bytes = Block(block);
        ulong start = (ulong)block * BlockSize;
        for (int left = number - _endsBefore[block]; left > 0; left--)
        {
            int end = bytes.IndexOf((byte)0) + 1;
            start += (uint)end;
            bytes = bytes[end..];
        }

        return start;
    }

    private ReadOnlySpan<byte> Block(int block)
    {
        ulong start = (ulong)block * BlockSize;
        return _strings.Span(start, (int)Math.Min((ulong)_strings.Length - start, BlockSize));
    }
}
