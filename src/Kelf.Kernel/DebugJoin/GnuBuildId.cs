// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.DebugJoin;

/// <summary>
/// The build ID of GNU ld: SHA-1 of the ELF header, the program headers, and of each section its header and its contents, all without
/// offsets in the file. Its own note counts as zeros; symbols and names do not count.
/// </summary>
/// <param name="Note">Where the note of the ID is in the file.</param>
/// <param name="Id">Where in it the ID is.</param>
internal sealed record GnuBuildId(FileRange Note, FileRange Id)
{
    private const int NoteHeaderSize = 16; // three words, and "GNU"

    /// <summary>Finds the note of an image.</summary>
    /// <returns>Null when it has none, or none of the size of SHA-1.</returns>
    public static GnuBuildId? Find(ElfFile image)
    {
        ElfNote? found = image.ReadNotes().Cast<ElfNote?>().FirstOrDefault(note => note!.Value.Is(GnuNoteType.BuildId));
        if (found is not { Description.Length: Sha1.Size } note)
        {
            return null;
        }

        // Regions of sections have offsets of their own.
        ElfSection? section = image.SectionsOfType(ElfSectionType.Note)
            .FirstOrDefault(section => section.Name == note.Description.Source.Section);
        if (section is null)
        {
            return null;
        }

        FileRange id = new(section.Offset + note.Description.SourceOffset, Sha1.Size);
        return new GnuBuildId(new FileRange(id.Offset - NoteHeaderSize, NoteHeaderSize + Sha1.Size), id);
    }

    /// <summary>The pieces that the ID counts.</summary>
    /// <param name="image">The linked image.</param>
    /// <param name="headers">The section headers that count, in their order.</param>
    /// <param name="contents">The bytes of a section where they are not those of the image; null where they are.</param>
    public IEnumerable<JoinPiece> Pieces(
        ElfFile image, IReadOnlyList<ElfSection> headers, Func<ElfSection, IEnumerable<JoinPiece>?> contents)
    {
        ElfLayout layout = image.Layout;
        byte[] header = image.Image.Slice(0, (ulong)layout.HeaderSize).Span().ToArray();
        header.AsSpan(layout.SegmentsOffsetField, layout.WordSize).Clear();
        header.AsSpan(layout.SectionsOffsetField, layout.WordSize).Clear();
        yield return New(header);
        FileRange segments = new(image.Header.SegmentsOffset, (ulong)image.SegmentCount * (uint)layout.SegmentHeaderSize);
        foreach (JoinPiece piece in Copies(image, segments))
        {
            yield return piece;
        }

        ElfEncoder encoder = new(image);
        foreach (ElfSection section in headers)
        {
            byte[] encoded = new byte[layout.SectionHeaderSize];
            encoder.SectionHeader(encoded, section with { Offset = 0 });
            yield return New(encoded);
            if (!section.HasBytes || IsUncounted(image, section))
            {
                continue;
            }

            foreach (JoinPiece piece in contents(section) ?? OwnContents(image, image.Sections[(int)section.Index.Value]))
            {
                yield return piece;
            }
        }
    }

    /// <summary>The change that writes an ID.</summary>
    public FilePatch Patch(byte[] hash) => new(Id.Offset, hash);

    private static CopiedPiece New(byte[] bytes) => new(Region.Of(bytes, new ByteSource("header")), 0, bytes.Length);

    private static IEnumerable<JoinPiece> Copies(ElfFile image, FileRange range) =>
        CopiedPiece.All(image.Image.Slice(range.Offset, range.Length), target: null);

    private static bool IsUncounted(ElfFile image, ElfSection section) =>
        section.Type is ElfSectionType.SymbolTable or ElfSectionType.ExtendedIndices || section.Index.Value == image.NamesIndex
        || section.Index.Value == image.SymbolSection?.Link;

    private IEnumerable<JoinPiece> OwnContents(ElfFile image, ElfSection section)
    {
        FileRange whole = new(section.Offset, section.Size);
        return Note.Offset < whole.Offset || Note.End > whole.End
            ? Copies(image, whole)
            : [
                .. Copies(image, new FileRange(whole.Offset, Note.Offset - whole.Offset)),
                new ZeroPiece((int)Note.Length),
                .. Copies(image, new FileRange(Note.End, whole.End - Note.End)),
            ];
    }
}
