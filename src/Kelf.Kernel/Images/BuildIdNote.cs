// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Images;

/// <summary>The build ID that a linker leaves in a note: <c>NT_GNU_BUILD_ID</c> of owner <c>GNU</c> (gABI 4.1 ch. 5, "Note Section").</summary>
internal static class BuildIdNote
{
    private const uint BuildId = 3; // NT_GNU_BUILD_ID

    // A hash; nothing longer is a build ID.
    private const uint LongestId = 64;

    /// <summary>Finds it.</summary>
    /// <returns>Hexadecimal digits, or null.</returns>
    public static string? Find(ElfFile elf)
    {
        try
        {
            foreach (ElfSection section in elf.Sections)
            {
                if (section.Type == ElfSectionType.Note && Read(elf.Contents(section), elf.ByteOrder) is { } id)
                {
                    return id;
                }
            }

            foreach (ElfSegment segment in elf.ReadSegments())
            {
                if (segment.Type == ElfSegmentType.Note
                    && Read(elf.Image.Slice(segment.Offset, segment.FileSize), elf.ByteOrder) is { } id)
                {
                    return id;
                }
            }
        }
        catch (MalformedFileException)
        {
            // Notes are a comfort: a damaged one hides the ID and nothing else.
        }

        return null;
    }

    private static string? Read(Region notes, ByteOrder order)
    {
        Cursor cursor = notes.Read(order);
        while (cursor.Remaining >= 12)
        {
            uint nameSize = cursor.U32();
            uint size = cursor.U32();
            uint type = cursor.U32();
            ReadOnlySpan<byte> name = cursor.Bytes((int)Math.Min(Padded(nameSize), int.MaxValue));
            if (type == BuildId && name.StartsWith("GNU\0"u8) && size is > 0 and <= LongestId)
            {
                return Convert.ToHexStringLower(cursor.Bytes((int)size));
            }

            cursor.Skip(Math.Min(Padded(size), (ulong)cursor.Remaining));
        }

        return null;
    }

    private static ulong Padded(uint size) => ((ulong)size + 3) & ~3UL;
}
