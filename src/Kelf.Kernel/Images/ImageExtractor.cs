// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Images;

/// <summary>Gets out of an image what it carries.</summary>
/// <param name="limits">What it may cost.</param>
/// <param name="warn">Told of what is odd but does not matter.</param>
public sealed class ImageExtractor(ImageLimits limits, Action<Diagnostic> warn)
{
    /// <summary>The first finding of a kind.</summary>
    /// <exception cref="RefusedException">There is none, or it is damaged.</exception>
    /// <exception cref="MissingLibraryException">It could not be read without a library.</exception>
    public ImageFinding Extract(Region file, FindingKind kind)
    {
        ImageSearch search = new(limits);
        return TryExtract(file, kind, search)
            ?? throw search.NotFound(kind == FindingKind.Headers ? "kernel headers" : "kernel configuration", file.Source.File);
    }

    /// <summary>All findings of a kind.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public IReadOnlyList<ImageFinding> List(Region file, FindingKind kind)
    {
        ImageSearch search = new(limits);
        FindingReader reader = new(search, limits, warn);
        List<ImageFinding> findings = [];
        search.Run(file, layer =>
        {
            findings.AddRange(reader.Find(layer, kind));
            return false;
        });
        return findings.Count > 0
            ? findings
            : throw search.NotFound(kind == FindingKind.Headers ? "kernel headers" : "kernel configuration", file.Source.File);
    }

    /// <summary>
    /// The kernel in a boot image, uncompressed: an ELF file, an <c>Image</c>, or a flat kernel, which is told by its
    /// banner. Also a module out of a file that is nothing else.
    /// </summary>
    /// <param name="file">The boot image.</param>
    /// <param name="trim">
    /// Whether what stands after the end of the kernel is left out: after an ELF file, such as a table of relocations, after
    /// what an <c>Image</c> has in memory, and a signature.
    /// </param>
    /// <param name="write">Takes it.</param>
    /// <exception cref="RefusedException">There is none.</exception>
    public void ExtractKernel(Region file, bool trim, Action<Region> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        ImageSearch search = new(limits);
        bool isFound = search.Run(file, layer =>
        {
            bool isWanted = IsModule(layer) || new LayerKind(layer, search, limits).IsKernel;
            if (isWanted)
            {
                write(trim ? Trimmed(layer) : layer.Bytes);
            }

            return isWanted;
        });
        if (!isFound)
        {
            throw search.NotFound("kernel", file.Source.File);
        }
    }

    private ImageFinding? TryExtract(Region file, FindingKind kind, ImageSearch search)
    {
        FindingReader reader = new(search, limits, warn);
        ImageFinding? found = null;
        search.Run(file, layer =>
        {
            found = reader.Find(layer, kind).FirstOrDefault();
            return found is not null;
        });
        return found;
    }

    // ext4.ko.xz, and nothing else: a package or an initramfs has many modules.
    private static bool IsModule(ImageLayer layer) => layer.IsWholeFile && layer.Container.Kind == "module";

    // Without what follows an ELF file, a signature, or what a header says that the kernel has in memory.
    private static Region Trimmed(ImageLayer layer)
    {
        Region image = layer.Bytes;
        if (ElfFile.IsElf(image))
        {
            return ElfExtent.Of(ElfFile.Parse(image));
        }

        ulong signed = (ulong)(image.Length - (AppendedSignature.Find(image)?.Length ?? 0));
        return image.Slice(0, layer.Container.MemorySize is > 0 and var size ? Math.Min(size, signed) : signed);
    }
}
