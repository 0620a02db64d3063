// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.DebugJoin;

/// <summary>
/// Where GNU ld puts what is not loaded: after all that is, in the order of the headers; then the symbol table and its names; then the
/// relocations that it keeps; then the names of sections, and the headers.
/// </summary>
internal sealed class WholeLayout
{
    private WholeLayout(IReadOnlyList<ElfSection> sections, ulong headersOffset) => (Sections, HeadersOffset) = (sections, headersOffset);

    /// <summary>The headers of all sections.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>Offset of the section headers.</summary>
    public ulong HeadersOffset { get; }

    /// <summary>Lays an image out as if debugging sections were of other sizes.</summary>
    /// <param name="image">The image of stand-ins.</param>
    /// <param name="joined">Its debugging sections.</param>
    /// <exception cref="UnknownLayoutException">The image itself is not laid out so.</exception>
    public static WholeLayout Make(ElfFile image, IReadOnlyList<JoinedSection> joined)
    {
        uint first = joined.Min(section => section.Header.Index.Value);
        Dictionary<uint, ulong> sizes = [];
        WholeLayout asIs = Place(image, first, sizes);
        if (asIs.HeadersOffset != image.Header.SectionsOffset || !asIs.Sections.SequenceEqual(image.Sections.ToArray()))
        {
            ElfSection? other = asIs.Sections.Zip(image.Sections.ToArray()).FirstOrDefault(pair => pair.First != pair.Second).Second;
            throw new UnknownLayoutException(image.Image.Source.File, $"{other?.Name ?? "the table of section headers"} is at another place than expected");
        }

        foreach (JoinedSection section in joined)
        {
            sizes[section.Header.Index.Value] = section.Size;
            if (section.RelocationHeader is { } relocations)
            {
                sizes[relocations.Index.Value] = (ulong)section.RelocationCount * relocations.EntrySize;
            }
        }

        return Place(image, first, sizes);
    }

    private static WholeLayout Place(ElfFile image, uint first, Dictionary<uint, ulong> sizes)
    {
        ElfSection[] sections = image.Sections.ToArray();
        uint symbols = image.SymbolSection?.Index.Value ?? 0;
        uint strings = image.SymbolSection?.Link ?? 0;
        ulong position = sections[first].Offset;
        PlaceAll(section => section.Index.Value >= first && !section.IsAllocated && section.Type != ElfSectionType.Null
            && !IsTable(section.Index.Value) && !IsKeptRelocations(section));
        PlaceAll(section => section.Index.Value == symbols);
        PlaceAll(section => section.Index.Value == strings);
        PlaceAll(IsKeptRelocations);
        PlaceAll(section => section.Index.Value == image.NamesIndex);
        return new WholeLayout(sections, ElfLayout.AlignUp(position, (ulong)image.Layout.WordSize));

        bool IsTable(uint index) => index == symbols || index == strings || index == image.NamesIndex;

        static bool IsKeptRelocations(ElfSection section) =>
            !section.IsAllocated && section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends;

        void PlaceAll(Func<ElfSection, bool> belongs)
        {
            for (int i = 1; i < sections.Length; i++)
            {
                if (!belongs(sections[i]))
                {
                    continue;
                }

                position = ElfLayout.AlignUp(position, sections[i].Alignment);
                ulong size = sizes.GetValueOrDefault((uint)i, sections[i].Size);
                sections[i] = sections[i] with { Offset = position, Size = size };
                position += sections[i].Type == ElfSectionType.NoBits ? 0 : size;
            }
        }
    }
}
