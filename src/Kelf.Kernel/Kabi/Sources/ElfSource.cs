// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>A kernel image, an object or a module: its table of exports, and its types if it has debugging information.</summary>
internal sealed class ElfSource(SourceOptions options) : ISourceReader
{
    private readonly DwarfTypes _types = new(options);

    /// <inheritdoc/>
    public bool TryRead(OpenedSource source, SnapshotParts parts)
    {
        if (source.IsDirectory || !ElfFile.IsElf(source.Contents))
        {
            return false;
        }

        options.Times.Measure("read images", () => _types.AddImages([(ObjectInput.OfFile(source.Path), ModuleFile.NameOf(source.Path))], parts));
        return true;
    }
}
