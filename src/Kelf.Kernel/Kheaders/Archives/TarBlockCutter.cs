// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Kheaders.Archives;

/// <summary>Cuts the archive into blocks.</summary>
/// <remarks>
/// Where a block ends depends on names and sizes of members alone: after the first two mebibytes, before the next member whose
/// name says so (one in 64). A change of one header therefore changes one block, and the blocks after it begin where they
/// began; they are found in the archive that is there.
/// </remarks>
internal sealed class TarBlockCutter
{
    /// <summary>Bytes that a block has at most, but for its last member.</summary>
    public const int LargestBlock = 4 << 20;

    private const int SmallestBlock = 2 << 20;
    private const uint EndMask = 63;

    private readonly List<TarBlock> _blocks = [];
    private readonly ByteBuilder _key = new();
    private int _start;

    /// <summary>Tells of the next member.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="name">Its name.</param>
    /// <param name="header">Its headers, which hold all but the contents.</param>
    /// <param name="hash">That of its contents, or empty.</param>
    public void Add(int offset, ReadOnlySpan<byte> name, ReadOnlySpan<byte> header, ReadOnlySpan<byte> hash)
    {
        int size = offset - _start;
        if (size >= LargestBlock || size >= SmallestBlock && (Crc32.Append(0, name) & EndMask) == 0)
        {
            Cut(offset);
        }

        _key.Write(header);
        _key.Write(hash);
    }

    /// <summary>Ends the last block.</summary>
    /// <param name="end">The size of the archive.</param>
    public IReadOnlyList<TarBlock> Finish(int end)
    {
        // The zeros at the end are in no header.
        _key.Write(BitConverter.GetBytes(end - _start));
        Cut(end);
        return _blocks;
    }

    private void Cut(int offset)
    {
        _blocks.Add(new TarBlock(_start, offset - _start, Sha256.Of(_key.Bytes)));
        _key.Clear();
        _start = offset;
    }
}
