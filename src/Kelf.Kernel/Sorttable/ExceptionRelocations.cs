// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Sorttable;

/// <summary>
/// Relocations that a linker was told to keep (<c>--emit-relocs</c>) name the places of exception entries as they were before
/// sorting. The sorttable of kernels before 6.12 overwrites them with zeros; later ones leave them, as they are stripped anyway.
/// </summary>
internal static class ExceptionRelocations
{
    /// <summary>Those that become zeros: none in kernels that keep them.</summary>
    /// <exception cref="MalformedFileException">A section is outside of the file.</exception>
    public static IReadOnlyList<SortedTable> Clear(SortableImage image)
    {
        if (image.Find(ExceptionTable.SectionName) is not { } table || image.Release is not { } release
            || KernelFeatures.KeptExceptionRelocations.IsIn(release))
        {
            return [];
        }

        List<SortedTable> cleared = [];
        foreach (ElfSection section in image.Elf.Sections)
        {
            if (section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends
                && section.Info == (uint)table.Index.Value && section.Size > 0)
            {
                Region contents = image.Elf.Contents(section);
                cleared.Add(SortedTable.Of(section, contents, new byte[contents.Span().Length]));
            }
        }

        return cleared;
    }
}
