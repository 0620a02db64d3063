// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>Symtypes files of one object, or of many in one, in any of the forms.</summary>
internal sealed class SymtypesSource : ISourceReader
{
    /// <inheritdoc/>
    public bool TryRead(OpenedSource source, SnapshotParts parts, KernelReader kernel)
    {
        if (source.IsDirectory || source.Contents.Span(0, (int)Math.Min(source.Contents.Length, 512)).Contains((byte)0))
        {
            return false;
        }

        parts.Add(new CorpusReader(parts.Table).Read(source.Contents.Span(), source.Path));
        parts.Note("symtypes", Evidence.Declarations);
        return true;
    }
}
