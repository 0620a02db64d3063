// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Snapshots;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>
/// Reads one kind of source: what a further kind has is one more of these in the list of <see cref="SnapshotReader"/>.
/// </summary>
internal interface ISourceReader
{
    /// <summary>Reads a source, if it is of this kind.</summary>
    /// <param name="source">The source.</param>
    /// <param name="parts">Takes what it says.</param>
    /// <param name="kernel">Takes files of which all are read together, when all sources are known.</param>
    /// <returns>False when it is of another kind.</returns>
    /// <exception cref="KelfException">It is of this kind, and malformed.</exception>
    bool TryRead(OpenedSource source, SnapshotParts parts, KernelReader kernel);
}
