// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>One note (gABI 4.1 ch. 5, "Note Section").</summary>
/// <param name="Type">What the description is; its meaning depends on the owner.</param>
/// <param name="Owner">The owner's name with its NUL: <c>GNU</c>, <c>Linux</c>.</param>
/// <param name="Description">The contents, without padding.</param>
public readonly record struct ElfNote(uint Type, Region Owner, Region Description)
{
    private const int HeaderSize = 12;
    private const ulong WordAlignment = 4;
    private const ulong LongAlignment = 8;

    /// <summary>True when the note is of that type and owner.</summary>
    /// <param name="type">The type.</param>
    /// <param name="owner">The owner's name with its NUL.</param>
    public bool Is(uint type, ReadOnlySpan<byte> owner) => Type == type && Owner.Span().SequenceEqual(owner);

    /// <summary>True when the note is one of owner <c>GNU</c>.</summary>
    public bool Is(GnuNoteType type) => Is((uint)type, "GNU\0"u8);

    /// <summary>Reads the notes of a section or segment.</summary>
    /// <param name="notes">Its bytes.</param>
    /// <param name="order">Byte order of the file.</param>
    /// <param name="alignment">
    /// Its alignment: fields are padded to 4 bytes in both classes, but to 8 where this is 8 (x86-64 psABI, <c>.note.gnu.property</c>).
    /// </param>
    /// <exception cref="MalformedFileException">A note reaches outside.</exception>
    internal static IEnumerable<ElfNote> Read(Region notes, ByteOrder order, ulong alignment)
    {
        ulong padding = alignment == LongAlignment ? LongAlignment : WordAlignment;
        for (ulong offset = 0; offset + HeaderSize <= (ulong)notes.Length;)
        {
            Cursor cursor = notes.Read(order, offset);
            (uint ownerSize, uint size, uint type) = (cursor.U32(), cursor.U32(), cursor.U32());
            ulong owner = offset + HeaderSize;
            ulong description = ElfLayout.AlignUp(owner + ownerSize, padding);
            if (description + size > (ulong)notes.Length)
            {
                throw notes.Malformed(offset, "note reaches outside its section");
            }

            yield return new ElfNote(type, notes.Slice(owner, ownerSize), notes.Slice(description, size));
            // The padding of the last one may be missing.
            offset = ElfLayout.AlignUp(description + size, padding);
        }
    }
}
