// SPDX-License-Identifier: GPL-2.0-only
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
        foreach (ElfNote note in elf.ReadNotes())
        {
            if (note.Is(Type, "Linux\0"u8) && note.Description.Length == sizeof(uint))
            {
                return note.Description.Read(elf.ByteOrder).U32() != 0;
            }
        }

        return null;
    }
}
