// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Packages;
using Kelf.Kernel.Images.Containers;
using Kelf.Kernel.Kabi.Packages;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.ObjectFiles.Btf;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>
/// A package with a kernel, its modules or debugging information of them; a kernel image, linked or as it boots; an object or a module; BTF of a
/// kernel. They are only noted here: all of one kernel are read together.
/// </summary>
internal sealed class KernelSource(SourceOptions options) : ISourceReader
{
    // What is recognized, and has no kernel in it.
    private static readonly string[] s_others = ["data", "cpio", "tar", "archive", "configuration"];

    /// <inheritdoc/>
    public bool TryRead(OpenedSource source, SnapshotParts parts, KernelReader kernel)
    {
        if (source.IsDirectory)
        {
            return false;
        }

        if (PackageReader.IsPackage(source.Contents))
        {
            kernel.Add(new PackagedKernel(source.Contents, options.Limit));
        }
        else if (BtfFile.IsBtf(source.Contents))
        {
            kernel.Add(source.Contents);
        }
        else if (ElfFile.IsElf(source.Contents) || !s_others.Contains(Container.Recognize(source.Contents).Kind))
        {
            kernel.Add(UnpackedKernel.OfFile(source.Path));
        }
        else
        {
            return false;
        }

        return true;
    }
}
