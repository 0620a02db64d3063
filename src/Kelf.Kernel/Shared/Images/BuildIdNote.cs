// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Images;

/// <summary>The build ID that a linker leaves in a note: <c>NT_GNU_BUILD_ID</c> of owner <c>GNU</c> (gABI 4.1 ch. 5, "Note Section").</summary>
public static class BuildIdNote
{
    // A hash; nothing longer is a build ID.
    private const int LongestId = 64;

    /// <summary>Finds it.</summary>
    /// <returns>Hexadecimal digits, or null.</returns>
    public static string? Find(ElfFile elf)
    {
        try
        {
            foreach (ElfNote note in elf.ReadNotes())
            {
                if (note.Is(GnuNoteType.BuildId) && note.Description.Length is > 0 and <= LongestId)
                {
                    return Convert.ToHexStringLower(note.Description.Span());
                }
            }
        }
        catch (MalformedFileException)
        {
            // Notes are a comfort: a damaged one hides the ID and nothing else.
        }

        return null;
    }
}
