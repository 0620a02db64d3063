// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Pieces;
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.DebugJoin.Layouts;

/// <summary>Where a build ID of the size of SHA-1 is in a file.</summary>
/// <param name="Whole">Its note.</param>
/// <param name="Id">The ID itself, in there.</param>
internal sealed record BuildIdPlace(FileRange Whole, FileRange Id)
{
    private const int HeaderSize = 16; // three words, and "GNU"

    /// <summary>Finds the note of an image.</summary>
    /// <returns>Null when it has none, or none of the size of SHA-1.</returns>
    public static BuildIdPlace? Find(ElfFile image)
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
        return new BuildIdPlace(new FileRange(id.Offset - HeaderSize, HeaderSize + Sha1.Size), id);
    }

    /// <summary>A part of an image, in which other bytes count as zeros.</summary>
    public static IEnumerable<JoinPiece> Without(ElfFile image, FileRange part, FileRange zeros) =>
        zeros.Offset < part.Offset || zeros.End > part.End
            ? Copies(image, part)
            : [
                .. Copies(image, new FileRange(part.Offset, zeros.Offset - part.Offset)),
                new ZeroPiece((int)zeros.Length),
                .. Copies(image, new FileRange(zeros.End, part.End - zeros.End)),
            ];

    /// <summary>A part of an image.</summary>
    public static IEnumerable<JoinPiece> Copies(ElfFile image, FileRange part) =>
        CopiedPiece.All(image.Image.Slice(part.Offset, part.Length), target: null);

    /// <summary>Bytes that were made.</summary>
    public static JoinPiece New(byte[] bytes) => new CopiedPiece(Region.Of(bytes, new ByteSource("header")), 0, bytes.Length);

    /// <summary>The change that writes an ID.</summary>
    public FilePatch Patch(byte[] hash) => new(Id.Offset, hash);
}
