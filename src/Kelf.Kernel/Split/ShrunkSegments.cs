// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Split;

/// <summary>
/// The program headers once <c>.modinfo</c> is gone. It stands after <c>.bss</c>, which made the linker store
/// <c>.bss</c> as zeros in the file; without it the segment ends where the bytes end.
/// </summary>
internal sealed class ShrunkSegments
{
    // A kernel has some ten program headers and a hundred sections. Each is looked at with each.
    private const long MostPairs = 1 << 24;

    private readonly List<ElfSegment> _headers = [];
    private readonly List<FileRange> _dead = [];

    /// <summary>All headers in their order, with their new sizes.</summary>
    public IReadOnlyList<ElfSegment> Headers => _headers;

    /// <summary>Bytes of the file that hold nothing any more.</summary>
    public IReadOnlyList<FileRange> Dead => _dead;

    /// <summary>Bytes by which segments become shorter in the file: zeros for what takes no room there otherwise.</summary>
    public ulong DeadBytes { get; private set; }

    /// <summary>What the user should know: a section that left a gap of zeros.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; private set; } = [];

    /// <summary>Computes the sizes.</summary>
    /// <param name="image">The linked image.</param>
    /// <param name="removed">The sections that go.</param>
    /// <param name="layout">llvm-objcopy leaves all sizes, zeros of <c>.bss</c> included; GNU objcopy computes all anew.</param>
    /// <exception cref="RefusedException">Nothing would remain of a segment, or there are more than any linker makes.</exception>
    public static ShrunkSegments Compute(ElfFile image, SectionNumbers removed, ImageLayout layout)
    {
        if ((long)image.SegmentCount * image.Sections.Length > MostPairs)
        {
            throw new RefusedException(image.Image.Source.File, string.Create(
                CultureInfo.InvariantCulture,
                $"{image.SegmentCount} program headers and {image.Sections.Length} sections: no linker makes so many of both"));
        }

        ShrunkSegments result = new();
        List<Diagnostic> warnings = [];
        foreach (ElfSection section in image.Sections)
        {
            if (removed.Removes(section) && section.IsAllocated && section.HasBytes)
            {
                // Also when the segment keeps its size: the bytes are saved elsewhere and mean nothing here.
                result._dead.Add(new FileRange(section.Offset, section.Size));
            }
        }

        foreach (ElfSegment segment in image.ReadSegments())
        {
            bool shrinks = segment.Type == ElfSegmentType.Load && layout != ImageLayout.LlvmObjcopy;
            result._headers.Add(
                shrinks ? result.Shrink(image, segment, removed, layout == ImageLayout.GnuObjcopy, warnings) : segment);
        }

        result.Warnings = warnings;
        return result;
    }

    private ElfSegment Shrink(ElfFile image, ElfSegment segment, SectionNumbers removed, bool always, List<Diagnostic> warnings)
    {
        ElfSection? gone = null;
        ulong goneEnd = 0, keptEnd = 0, keptFileEnd = 0;
        bool anyKept = false;
        foreach (ElfSection section in image.Sections)
        {
            // .tbss has addresses but takes no room. Empty sections count, as for GNU objcopy: lld puts them at aligned
            // addresses, and a loaded section outside of every segment would be a reason for eu-elflint to complain. GNU objcopy
            // counts those at the very end too.
            ulong room = segment.MemorySize + (always && section.Size == 0 ? 1ul : 0);
            if (!section.IsAllocated || section.Address < segment.Address || section.Address - segment.Address >= room
                || (section.Type == ElfSectionType.NoBits && (section.Flags & ElfSectionFlags.ThreadLocal) != 0))
            {
                continue;
            }

            ulong end = section.Address + section.Size;
            if (removed.Removes(section))
            {
                gone = section;
                goneEnd = Math.Max(goneEnd, end);
            }
            else
            {
                anyKept |= section.Size > 0;
                keptEnd = Math.Max(keptEnd, end);
                keptFileEnd = section.Type == ElfSectionType.NoBits
                    ? keptFileEnd
                    : Math.Max(keptFileEnd, section.Offset + section.Size);
            }
        }

        if (gone is not null && !anyKept)
        {
            throw new RefusedException(image.Image.Source.File, string.Create(
                CultureInfo.InvariantCulture, $"program header {segment.Index} has no section but {gone.Name}: nothing would remain of it"));
        }

        bool isShorter = gone is not null && keptEnd < goneEnd;
        if (gone is not null && !isShorter)
        {
            warnings.Add(Diagnostic.Warning(
                WarningKind.SegmentKept, $"{gone.Name} is not at the end of its segment: its 0x{gone.Size:x} bytes become zeros"));
        }

        if (!isShorter && !(always && anyKept))
        {
            return segment;
        }

        ulong oldFileEnd = segment.Offset + segment.FileSize;
        ulong newFileEnd = Math.Max(keptFileEnd, segment.Offset);
        if (newFileEnd < oldFileEnd && !IsUsed(image, removed, newFileEnd, oldFileEnd))
        {
            _dead.Add(new FileRange(newFileEnd, oldFileEnd - newFileEnd));
            DeadBytes += oldFileEnd - newFileEnd - (isShorter ? gone!.Size : 0);
        }

        return segment with
        {
            MemorySize = keptEnd - segment.Address,
            FileSize = Math.Min(segment.FileSize, newFileEnd - segment.Offset),
        };
    }

    // Debug information may lie there when the sections of a segment do not fill its range of the file.
    private static bool IsUsed(ElfFile image, SectionNumbers removed, ulong start, ulong end)
    {
        foreach (ElfSection section in image.Sections)
        {
            if (section.HasBytes && !removed.Removes(section)
                && section.Offset < end && section.Offset + section.Size > start)
            {
                return true;
            }
        }

        return false;
    }
}
