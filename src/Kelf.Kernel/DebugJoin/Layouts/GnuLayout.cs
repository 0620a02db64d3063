// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.DebugJoin.Layouts;

/// <summary>GNU ld 2.40 and 2.44.</summary>
internal sealed class GnuLayout : ILinkerLayout
{
    /// <inheritdoc/>
    public bool SortsRelocations => true;

    /// <inheritdoc/>
    public bool KeepsAddends => false;

    /// <inheritdoc/>
    public bool IsForeign(string flag) => false;

    /// <summary>
    /// In the order of the headers; then the symbol table and its names; then the relocations that are kept; then the names of sections.
    /// </summary>
    public IEnumerable<ElfSection> InFileOrder(ElfFile image, uint first)
    {
        uint symbols = image.SymbolSection?.Index.Value ?? 0;
        uint strings = image.SymbolSection?.Link ?? 0;
        return image.Sections.ToArray()
            .Where(section => !section.IsAllocated && section.Type != ElfSectionType.Null && (section.Index.Value >= first || Turn(section) > 0))
            .OrderBy(Turn);

        int Turn(ElfSection section) =>
            section.Index.Value == symbols ? 1
            : section.Index.Value == strings ? 2
            : section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends ? 3
            : section.Index.Value == image.NamesIndex ? 4
            : 0;
    }

    /// <summary>A string that is the end of another one is a part of that one.</summary>
    public (ReadOnlyMemory<byte> Bytes, IReadOnlyList<uint> Offsets) Merge(ByteStringTable strings)
    {
        uint[] offsets = new uint[strings.Count];
        StringRoom room = new();
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = room.Take(strings[i].Length);
        }

        byte[] bytes = new byte[room.Size];
        for (int i = 0; i < offsets.Length; i++)
        {
            strings[i].CopyTo(bytes.AsSpan((int)offsets[i]));
        }

        RebuiltStrings merged = RebuiltStrings.Merge(Region.Of(bytes, new ByteSource("merged strings")), offsets);
        return (merged.Bytes, merged.Offsets);
    }

    /// <inheritdoc/>
    public IBuildId? FindBuildId(ElfFile image) => BuildIdPlace.Find(image) is { } place ? new GnuBuildId(place) : null;
}
