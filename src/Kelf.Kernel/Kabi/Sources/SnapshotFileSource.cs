// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Snapshots;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>A snapshot that was written before.</summary>
internal sealed class SnapshotFileSource : ISourceReader
{
    /// <inheritdoc/>
    public bool TryRead(OpenedSource source, SnapshotParts parts, KernelReader kernel)
    {
        if (source.IsDirectory || !SnapshotFile.IsSnapshot(source.Contents))
        {
            return false;
        }

        SnapshotFile.Read(source.Contents, parts);
        return true;
    }
}
