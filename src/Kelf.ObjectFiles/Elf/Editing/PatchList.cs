// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>Small changes of a file, and the copy that has them. Of changes that begin at one byte, the last one counts.</summary>
internal sealed class PatchList
{
    private const int ChunkSize = 1 << 18;
    private const int LongestPatch = sizeof(ulong);

    private readonly List<Patch> _patches = [];
    private bool _isSorted = true;

    /// <summary>Number of changes.</summary>
    public int Count => _patches.Count;

    /// <summary>Adds a change.</summary>
    /// <param name="offset">Offset in the file.</param>
    /// <param name="bytes">At most eight bytes.</param>
    public void Add(ulong offset, ReadOnlySpan<byte> bytes)
    {
        ulong packed = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            packed |= (ulong)bytes[i] << (8 * i);
        }

        _patches.Add(new Patch(offset, packed, bytes.Length <= LongestPatch
            ? bytes.Length
            : throw new ArgumentException("a patch has at most eight bytes", nameof(bytes)), _patches.Count));
        _isSorted = false;
    }

    /// <summary>Copies a file with its changes, in chunks.</summary>
    public void Copy(Region image, ByteWriter write) => Copy(image, 0, write);

    /// <summary>Copies a part of a file with its changes.</summary>
    /// <param name="part">The part.</param>
    /// <param name="partOffset">Where in the file it begins.</param>
    /// <param name="write">Takes the bytes in order.</param>
    public void Copy(Region part, ulong partOffset, ByteWriter write)
    {
        if (!_isSorted)
        {
            _patches.Sort(ByPlace);
            _isSorted = true;
        }

        byte[] buffer = new byte[(int)Math.Min(part.Length, ChunkSize)];
        ulong length;
        for (ulong done = 0; done < (ulong)part.Length; done += length)
        {
            length = Math.Min((ulong)part.Length - done, ChunkSize);
            ReadOnlySpan<byte> chunk = part.Span(done, (int)length);
            int first = FirstFrom(partOffset + done < LongestPatch ? 0 : partOffset + done - LongestPatch);
            if (first == _patches.Count || _patches[first].Offset >= partOffset + done + length)
            {
                write(chunk); // most of a large file: debugging information
                continue;
            }

            chunk.CopyTo(buffer);
            Apply(first, partOffset + done, buffer.AsSpan(0, (int)length));
            write(buffer.AsSpan(0, (int)length));
        }
    }

    private void Apply(int first, ulong start, Span<byte> chunk)
    {
        for (int i = first; i < _patches.Count && _patches[i].Offset < start + (ulong)chunk.Length; i++)
        {
            Patch patch = _patches[i];
            for (int k = 0; k < patch.Length; k++)
            {
                ulong place = patch.Offset + (ulong)k;
                if (place >= start && place - start < (ulong)chunk.Length)
                {
                    chunk[(int)(place - start)] = (byte)(patch.Bytes >> (8 * k));
                }
            }
        }
    }

    private int FirstFrom(ulong offset)
    {
        int low = 0, high = _patches.Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (_patches[middle].Offset < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static int ByPlace(Patch a, Patch b) =>
        a.Offset != b.Offset ? a.Offset.CompareTo(b.Offset) : a.Order.CompareTo(b.Order);

    private readonly record struct Patch(ulong Offset, ulong Bytes, int Length, int Order);
}
