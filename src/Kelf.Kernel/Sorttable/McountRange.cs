// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Sorttable;

/// <summary>Where the addresses of tracer calls are.</summary>
/// <param name="SectionName">The section; <c>.init.data</c> in all kernels so far.</param>
/// <param name="Start">Address of the first one.</param>
/// <param name="FileOffset">Offset of the first one in the file.</param>
/// <param name="Contents">The words there.</param>
/// <param name="WordSize">Bytes of an address.</param>
internal sealed record McountRange(string SectionName, ulong Start, ulong FileOffset, Region Contents, int WordSize)
{
    /// <summary>Number of addresses.</summary>
    public int Count => (int)(Contents.Length / WordSize);

    /// <summary>Finds the section that holds the range [<paramref name="start"/>, <paramref name="stop"/>).</summary>
    /// <exception cref="MalformedFileException">None does, or it holds no whole number of addresses.</exception>
    public static McountRange Of(SortableImage image, ulong start, ulong stop)
    {
        ElfSection section = SectionOf(image, start, stop);
        Region contents = image.Contents(section);
        ulong offset = start - section.Address, size = stop - start;
        int wordSize = image.Format.WordSize;
        if (size % (ulong)wordSize != 0 || size > int.MaxValue)
        {
            throw contents.Malformed(
                offset, $"the 0x{size:x} bytes of tracer call addresses are no multiple of {wordSize}, or too many");
        }

        return new McountRange(section.Name, start, section.Offset + offset, contents.Slice(offset, size), wordSize);
    }

    private static ElfSection SectionOf(SortableImage image, ulong start, ulong stop)
    {
        foreach (ElfSection section in image.Elf.Sections)
        {
            if (section.IsAllocated && section.Type != ElfSectionType.NoBits && start <= stop
                && start >= section.Address && stop - section.Address <= section.Size)
            {
                return section;
            }
        }

        throw new MalformedFileException(
            image.Elf.Image.Source.File, $"no section holds the tracer call addresses from 0x{start:x} to 0x{stop:x}");
    }
}
