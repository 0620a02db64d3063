// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.TestSupport;

/// <summary>
/// Writes LLVM bitstreams bit by bit (LLVM BitCodeFormat, "Abstract Bitstream"), right or wrong as the test wants them.
/// </summary>
/// <example><code>
/// byte[] file = new BitstreamWriter().Magic().Enter(13, 5).Record(2, 0).End().ToArray();
/// </code></example>
public sealed class BitstreamWriter
{
    private readonly List<byte> _bytes = [];
    private readonly Stack<(int OuterWidth, int LengthAt)> _blocks = new();
    private int _bits;
    private int _width = 2;

    /// <summary>Bytes written so far, the last one perhaps in part.</summary>
    public int Length => _bytes.Count;

    /// <summary>Writes the magic number of raw bitcode.</summary>
    public BitstreamWriter Magic() => Fixed(0xdec0_4342, 32);

    /// <summary>Writes a number in so many bits.</summary>
    public BitstreamWriter Fixed(ulong value, int width)
    {
        for (int i = 0; i < width; i++)
        {
            if (_bits % 8 == 0)
            {
                _bytes.Add(0);
            }

            _bytes[^1] |= (byte)(((value >> i) & 1) << (_bits % 8));
            _bits++;
        }

        return this;
    }

    /// <summary>Writes a number in chunks of so many bits.</summary>
    public BitstreamWriter Vbr(ulong value, int width)
    {
        ulong more = 1UL << (width - 1);
        for (; value >= more; value >>= width - 1)
        {
            Fixed((value & (more - 1)) | more, width);
        }

        return Fixed(value, width);
    }

    /// <summary>Fills up to a multiple of 32 bits.</summary>
    public BitstreamWriter Align()
    {
        while (_bits % 32 != 0)
        {
            Fixed(0, 1);
        }

        return this;
    }

    /// <summary>Writes the number of an abbreviation, predefined or not, in the width of the block.</summary>
    public BitstreamWriter Abbreviation(ulong number) => Fixed(number, _width);

    /// <summary>Begins a block.</summary>
    /// <param name="id">Its kind.</param>
    /// <param name="width">Width of abbreviation numbers in it.</param>
    public BitstreamWriter Enter(ulong id, int width)
    {
        Abbreviation(1).Vbr(id, 8).Vbr((ulong)width, 4).Align().Fixed(0, 32);
        _blocks.Push((_width, _bytes.Count - 4));
        _width = width;
        return this;
    }

    /// <summary>Ends a block.</summary>
    /// <param name="length">Words that it shall claim to have, when not those that it has.</param>
    public BitstreamWriter End(uint? length = null)
    {
        Abbreviation(0).Align();
        (_width, int at) = _blocks.Pop();
        uint words = length ?? (uint)(_bytes.Count - at - 4) / 4;
        for (int i = 0; i < 4; i++)
        {
            _bytes[at + i] = (byte)(words >> (8 * i));
        }

        return this;
    }

    /// <summary>Writes a record without an abbreviation.</summary>
    public BitstreamWriter Record(ulong code, params IEnumerable<ulong> operands)
    {
        ulong[] values = [.. operands];
        Abbreviation(3).Vbr(code, 6).Vbr((ulong)values.Length, 6);
        Array.ForEach(values, value => Vbr(value, 6));
        return this;
    }

    /// <summary>Writes a record of characters without an abbreviation.</summary>
    public BitstreamWriter Text(ulong code, string text) => Record(code, text.Select(character => (ulong)character));

    /// <summary>Defines the abbreviation <c>[literal code, blob]</c>; the first of a block has number 4.</summary>
    public BitstreamWriter DefineBlob(ulong code) => Abbreviation(2).Vbr(2, 5).Fixed(1, 1).Vbr(code, 8).Fixed(0, 1).Fixed(5, 3);

    /// <summary>Writes a blob: length, bytes, each aligned.</summary>
    public BitstreamWriter Blob(ReadOnlySpan<byte> bytes)
    {
        Vbr((ulong)bytes.Length, 6).Align();
        foreach (byte value in bytes)
        {
            Fixed(value, 8);
        }

        return Align();
    }

    /// <summary>A block with one record of bytes, as names and symbol tables are.</summary>
    public BitstreamWriter BlobBlock(ulong id, ReadOnlySpan<byte> bytes) =>
        Enter(id, 3).DefineBlob(1).Abbreviation(4).Blob(bytes).End();

    /// <summary>What was written.</summary>
    public byte[] ToArray() => [.. _bytes];
}
