// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.DebugJoin.Layouts;

/// <summary>Where a linker puts what is not loaded: after all that is, and the section headers at the end.</summary>
internal sealed class WholeLayout
{
    private readonly uint[] _order;

    private WholeLayout(IReadOnlyList<ElfSection> sections, uint[] order, ulong headersOffset) =>
        (Sections, _order, HeadersOffset) = (sections, order, headersOffset);

    /// <summary>The headers of all sections.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>Those that are not loaded, in the order of their places.</summary>
    public IReadOnlyList<ElfSection> NotLoaded => Array.ConvertAll(_order, index => Sections[(int)index]);

    /// <summary>Offset of the section headers.</summary>
    public ulong HeadersOffset { get; }

    /// <summary>Says how an image is laid out.</summary>
    /// <param name="image">The image of stand-ins.</param>
    /// <param name="first">Its first debugging section.</param>
    /// <param name="linker">The linker that has made it.</param>
    /// <exception cref="UnknownLayoutException">It is not laid out as that linker does it.</exception>
    public static WholeLayout Of(ElfFile image, uint first, ILinkerLayout linker)
    {
        uint[] order = [.. linker.InFileOrder(image, first).Select(section => section.Index.Value)];
        WholeLayout asIs = Place(image, order, new Dictionary<uint, ulong>());
        if (asIs.HeadersOffset != image.Header.SectionsOffset || !asIs.Sections.SequenceEqual(image.Sections.ToArray()))
        {
            ElfSection? other = asIs.Sections.Zip(image.Sections.ToArray()).FirstOrDefault(pair => pair.First != pair.Second).Second;
            throw new UnknownLayoutException(image.Image.Source.File, $"{other?.Name ?? "the table of section headers"} is at another place than expected");
        }

        return asIs;
    }

    /// <summary>The same with sections of other sizes.</summary>
    /// <param name="image">The image of stand-ins.</param>
    /// <param name="sizes">The sizes, by the numbers of sections.</param>
    public WholeLayout With(ElfFile image, IReadOnlyDictionary<uint, ulong> sizes) => Place(image, _order, sizes);

    private static WholeLayout Place(ElfFile image, uint[] order, IReadOnlyDictionary<uint, ulong> sizes)
    {
        ElfSection[] sections = image.Sections.ToArray();
        ulong position = sections[order[0]].Offset;
        foreach (uint index in order)
        {
            ElfSection section = sections[index];
            position = ElfLayout.AlignUp(position, section.Alignment);
            ulong size = sizes.GetValueOrDefault(index, section.Size);
            sections[index] = section with { Offset = position, Size = size };
            position += section.Type == ElfSectionType.NoBits ? 0 : size;
        }

        return new WholeLayout(sections, order, ElfLayout.AlignUp(position, (ulong)image.Layout.WordSize));
    }
}
