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

    /// <summary>The kernel in a boot image, uncompressed.</summary>
    /// <param name="file">The boot image.</param>
    /// <param name="trim">Whether what stands after the end of an ELF file, such as a table of relocations, is left out.</param>
    /// <param name="write">Takes it.</param>
    /// <exception cref="RefusedException">There is none.</exception>
    public void ExtractKernel(Region file, bool trim, Action<Region> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        ImageSearch search = new(limits);
        bool isFound = search.Run(file, layer =>
        {
            bool isKernel = layer.Container.Kind is "ELF" && layer.Container.Details != "damaged" || layer.Container.Kind == "Image";
            if (isKernel && (layer.Depth > 0 || layer.Scan.Banners.Count > 0))
            {
                write(trim ? Trimmed(layer.Bytes) : layer.Bytes);
                return true;
            }

            return false;
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

    /// <summary>An ELF file without the bytes after its headers, sections and segments.</summary>
    private static Region Trimmed(Region image)
    {
        if (!ElfFile.IsElf(image))
        {
            return image;
        }

        ElfFile elf = ElfFile.Parse(image);
        ulong end = (ulong)elf.Layout.HeaderSize;
        foreach (ElfSegment segment in elf.ReadSegments())
        {
            end = Math.Max(end, segment.Offset + segment.FileSize);
        }

        foreach (ElfSection section in elf.Sections)
        {
            end = section.Type == ElfSectionType.NoBits ? end : Math.Max(end, section.Offset + section.Size);
        }

        end = Math.Max(end, elf.Header.SectionsOffset + ((ulong)elf.Sections.Length * (ulong)elf.Layout.SectionHeaderSize));
        return image.Slice(0, Math.Min(end, (ulong)image.Length));
    }
}
