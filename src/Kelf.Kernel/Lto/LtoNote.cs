// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Lto;

/// <summary>
/// The note by which a kernel image or module says whether Clang LTO linked it: owner <c>Linux</c>, type 0x101
/// (kernel <c>include/linux/elfnote-lto.h</c>), four bytes that are 1 or 0. Notes are those of gABI 4.1 ch. 5.
/// </summary>
public static class LtoNote
{
    private const uint Type = 0x101;

    /// <summary>Looks for the note.</summary>
    /// <returns>Null when there is none: the kernel is older, or no kernel.</returns>
    /// <exception cref="MalformedFileException">A note reaches outside its section.</exception>
    public static bool? Read(ElfFile elf)
    {
        ArgumentNullException.ThrowIfNull(elf);
        foreach (ElfSection section in elf.SectionsOfType(ElfSectionType.Note))
        {
            if (Read(elf.Contents(section), elf.ByteOrder) is { } isLto)
            {
                return isLto;
            }
        }

        return null;
    }

    private static bool? Read(Region notes, ByteOrder order)
    {
        Cursor cursor = notes.Read(order);
        while (cursor.Remaining >= 12)
        {
            uint ownerSize = cursor.U32();
            uint size = cursor.U32();
            uint type = cursor.U32();
            ulong owner = (ulong)cursor.Position;
            ulong description = owner + Padded(ownerSize);
            ulong next = description + Padded(size);
            if (description + size > (ulong)notes.Length)
            {
                throw notes.Malformed(owner - 12, "note reaches outside its section");
            }

            if (type == Type && size == 4 && notes.Span(owner, (int)ownerSize).SequenceEqual("Linux\0"u8))
            {
                return notes.Read(order, description).U32() != 0;
            }

            // The padding of the last one may be missing.
            cursor.Position = (long)Math.Min(next, (ulong)notes.Length);
        }

        return null;
    }

    private static ulong Padded(uint size) => ((ulong)size + 3) & ~3ul;
}
