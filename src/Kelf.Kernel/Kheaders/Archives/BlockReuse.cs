// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Streams;
using Kelf.Kernel.Kheaders.State;

namespace Kelf.Kernel.Kheaders.Archives;

/// <summary>Compressed blocks of the archive that is there, by what is in them: they need not be compressed again.</summary>
/// <param name="path">The archive.</param>
internal sealed class BlockReuse(string path)
{
    private Dictionary<string, ArchiveBlock> _known = [];
    private ReadOnlyMemory<byte> _archive;
    private int _reused;
    private int _missed;

    /// <summary>How many blocks were found.</summary>
    public int Reused => _reused;

    /// <summary>How many were not, and have to be compressed.</summary>
    public int Missed => _missed;

    /// <summary>Takes over what an archive has.</summary>
    /// <param name="before">What was written with the archive; null when there is nothing to take over.</param>
    public void Take(KheadersState? before)
    {
        _archive = before?.TryReadArchive(path);
        _known = _archive.IsEmpty
            ? []
            : before!.Blocks.DistinctBy(block => Convert.ToHexString(block.Hash))
                .ToDictionary(block => Convert.ToHexString(block.Hash), StringComparer.Ordinal);
    }

    /// <summary>Finds a block; for any number of threads.</summary>
    /// <param name="hash">The SHA-256 of its contents.</param>
    /// <returns>The block, or null.</returns>
    public XzBlock? Find(byte[] hash)
    {
        if (_known.TryGetValue(Convert.ToHexString(hash), out ArchiveBlock? block)
            && block.Offset <= (ulong)_archive.Length && block.Size <= (ulong)_archive.Length - block.Offset)
        {
            Interlocked.Increment(ref _reused);
            return new XzBlock(_archive.Slice((int)block.Offset, (int)block.Size), block.UnpaddedSize, block.UncompressedSize);
        }

        Interlocked.Increment(ref _missed);
        return null;
    }
}
