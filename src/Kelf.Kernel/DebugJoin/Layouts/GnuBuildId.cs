// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Pieces;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.DebugJoin.Layouts;

/// <summary>
/// The build ID of GNU ld: SHA-1 of the ELF header, the program headers, and of each section its header and its contents, all without
/// offsets in the file. Its own note counts as zeros; symbols and names do not count.
/// </summary>
/// <param name="place">Where it is.</param>
internal sealed class GnuBuildId(BuildIdPlace place) : IBuildId
{
    /// <inheritdoc/>
    public BuildIdPlace Place => place;

    /// <inheritdoc/>
    public IEnumerable<JoinPiece> Pieces(ElfFile image, WholeLayout layout, Func<ElfSection, IEnumerable<JoinPiece>?> contents)
    {
        ElfLayout elf = image.Layout;
        byte[] header = image.Image.Slice(0, (ulong)elf.HeaderSize).Span().ToArray();
        header.AsSpan(elf.SegmentsOffsetField, elf.WordSize).Clear();
        header.AsSpan(elf.SectionsOffsetField, elf.WordSize).Clear();
        yield return BuildIdPlace.New(header);
        FileRange segments = new(image.Header.SegmentsOffset, (ulong)image.SegmentCount * (uint)elf.SegmentHeaderSize);
        foreach (JoinPiece piece in BuildIdPlace.Copies(image, segments))
        {
            yield return piece;
        }

        ElfEncoder encoder = new(image);
        foreach (ElfSection section in layout.Sections)
        {
            byte[] encoded = new byte[elf.SectionHeaderSize];
            encoder.SectionHeader(encoded, section with { Offset = 0 });
            yield return BuildIdPlace.New(encoded);
            if (!section.HasBytes || IsUncounted(image, section))
            {
                continue;
            }

            ElfSection linked = image.Sections[(int)section.Index.Value];
            foreach (JoinPiece piece in contents(section)
                ?? BuildIdPlace.Without(image, new FileRange(linked.Offset, linked.Size), place.Whole))
            {
                yield return piece;
            }
        }
    }

    /// <inheritdoc/>
    public IBuildHash NewHash() => new WholeSha1();

    private static bool IsUncounted(ElfFile image, ElfSection section) =>
        section.Type is ElfSectionType.SymbolTable or ElfSectionType.ExtendedIndices || section.Index.Value == image.NamesIndex
        || section.Index.Value == image.SymbolSection?.Link;

    private sealed class WholeSha1 : IBuildHash
    {
        private readonly Sha1 _hash = new();

        public void Append(ReadOnlySpan<byte> bytes) => _hash.Append(bytes);

        public byte[] Finish() => _hash.Finish();
    }
}
