// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Split;

/// <summary>
/// Strips an image where it lies, for builders without room for a second one. The new tables go where the relocations
/// of debugging information were, which nobody needs; then one write of the headers makes them valid, and the rest is cut off. Stopped
/// before that write the file is the linked image, after it the stripped one.
/// </summary>
public static class InPlaceSplit
{
    private const int BlockSize = 4096;
    private const int KeepSize = 1; // FALLOC_FL_KEEP_SIZE
    private const int PunchHole = 2; // FALLOC_FL_PUNCH_HOLE

    /// <summary>Refuses an image that cannot be stripped in place; to be asked before anything is written.</summary>
    /// <param name="plan">What goes.</param>
    /// <param name="before">What the file was when the plan was made.</param>
    /// <exception cref="RefusedException">It has other names, or its headers are spread over the file.</exception>
    public static void Refuse(SplitPlan plan, FileIdentity before)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string path = plan.Source.Image.Source.File;
        if (before.Links != 1)
        {
            throw new RefusedException(path, $"it has {before.Links} names (hard links): stripping it in place would change them all; write another file with --output");
        }

        if (plan.Tables.HeadEnd > BlockSize)
        {
            throw new RefusedException(path, "its program headers are not in its first block: it cannot be switched over in one write; write another file with --output");
        }
    }

    /// <summary>Strips the image, which <see cref="Refuse"/> did not refuse.</summary>
    /// <param name="plan">What goes.</param>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public static void Apply(SplitPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string path = plan.Source.Image.Source.File;
        SplitTables tables = plan.Tables;
        List<FilePatch> patches = Place(tables, out ulong sectionHeaders);
        List<FileRange> zeros = Unused(tables, patches, out ulong size);
        byte[] head = tables.Edited.MakeHead(sectionHeaders);
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            // A signal that ends the process waits for the end.
            using Lock.Scope held = Temporaries.Hold();
            WriteTables(file, patches, tables.Image.Image.Length);
            RandomAccess.FlushToDisk(file);
            RandomAccess.Write(file, head, 0);
            RandomAccess.FlushToDisk(file);
            foreach (FileRange range in zeros)
            {
                WriteZeros(file, range);
            }

            RandomAccess.SetLength(file, (long)size);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw new UnwritableFileException(path, SystemMessage.Of(e));
        }
    }

    private static void WriteTables(SafeFileHandle file, List<FilePatch> patches, long length)
    {
        try
        {
            foreach (FilePatch patch in patches)
            {
                RandomAccess.Write(file, patch.Bytes.Span, (long)patch.Offset);
            }
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            // What found no room after the end is nothing that the image needs.
            RandomAccess.SetLength(file, length);
            throw;
        }
    }

    // The new tables, one after the other, in the largest room that relocations leave, else after the end.
    private static List<FilePatch> Place(SplitTables tables, out ulong sectionHeaders)
    {
        List<ElfSection> changed = [.. tables.Kept().Where(section => tables.NewContents(section) is not null)];
        FileRange room = LargestRoom(tables);
        ulong needed = (ulong)changed.Sum(section => tables.NewContents(section)!.Value.Length + (long)section.Alignment)
            + (uint)tables.Edited.SectionHeadersSize + 16;
        ulong position = needed <= room.Length ? room.Offset : (ulong)tables.Image.Image.Length;
        List<FilePatch> patches = [];
        Dictionary<uint, FileRange> moved = [];
        foreach (ElfSection section in changed)
        {
            ReadOnlyMemory<byte> contents = tables.NewContents(section)!.Value;
            position = ElfLayout.AlignUp(position, section.Alignment);
            patches.Add(new FilePatch(position, contents));
            moved[section.Index.Value] = new FileRange(position, (ulong)contents.Length);
            position += (ulong)contents.Length;
        }

        sectionHeaders = ElfLayout.AlignUp(position, (ulong)tables.Image.Layout.WordSize);
        patches.Add(new FilePatch(sectionHeaders, tables.Edited.MakeSectionHeaders(moved)));
        return patches;
    }

    // Relocations of debugging information, one section after the other.
    private static FileRange LargestRoom(SplitTables tables)
    {
        FileRange largest = default;
        FileRange current = default;
        ElfSection[] sections = [.. tables.Image.Sections];
        foreach (ElfSection section in sections.Where(section => section.HasBytes).OrderBy(section => section.Offset))
        {
            bool isFree = tables.Numbers.Removes(section) && !section.IsAllocated && !AppliesToLoaded(sections, section);
            current = !isFree ? default
                : current.Length == 0 ? new FileRange(section.Offset, section.Size)
                : current with { Length = section.Offset + section.Size - current.Offset };
            largest = current.Length > largest.Length ? current : largest;
        }

        // The old section headers have to stay until the switch.
        FileRange headers = tables.OldSectionHeaders;
        return headers.Offset < largest.End && headers.End > largest.Offset ? default : largest;
    }

    // These make the table: until the switch it must be possible to make it again.
    private static bool AppliesToLoaded(ElfSection[] sections, ElfSection relocations) =>
        relocations.Info < (uint)sections.Length && sections[relocations.Info].IsAllocated;

    // What nothing refers to any more, up to the new end.
    private static List<FileRange> Unused(SplitTables tables, List<FilePatch> patches, out ulong size)
    {
        List<FileRange> used = [new(0, tables.HeadEnd), .. patches.Select(patch => new FileRange(patch.Offset, (ulong)patch.Bytes.Length))];
        used.AddRange(
            from section in tables.Kept()
            where section.HasBytes && tables.NewContents(section) is null
            select new FileRange(section.Offset, section.Size));
        size = used.Max(range => range.End);
        List<FileRange> old = [.. tables.Dead, tables.OldSectionHeaders];
        ElfSection[] sections = [.. tables.Image.Sections];
        old.AddRange(
            from section in sections
            where section.HasBytes && (tables.Numbers.Removes(section) || tables.NewContents(section) is not null)
            select new FileRange(section.Offset, section.Size));
        used.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        List<FileRange> unused = [];
        foreach (FileRange range in old)
        {
            FileRange inside = range with { Length = Math.Min(range.End, size) - Math.Min(range.Offset, size) };
            unused.AddRange(inside.Without(used));
        }

        return unused;
    }

    // As a hole, so that it takes no room, if the file system has holes.
    private static void WriteZeros(SafeFileHandle file, FileRange range)
    {
        if (Allocate(file, PunchHole | KeepSize, (long)range.Offset, (long)range.Length) == 0)
        {
            return;
        }

        byte[] zeros = new byte[(int)Math.Min(range.Length, 1 << 20)];
        for (ulong written = 0; written < range.Length; written += (uint)zeros.Length)
        {
            int length = (int)Math.Min((ulong)zeros.Length, range.Length - written);
            RandomAccess.Write(file, zeros.AsSpan(0, length), (long)(range.Offset + written));
        }
    }

    [DllImport("libc", EntryPoint = "fallocate64")]
    private static extern int Allocate(SafeFileHandle file, int mode, long offset, long length);
}
