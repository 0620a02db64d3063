// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Side;

/// <summary>Reads a side table, and checks all of it; see <see cref="SideTableWriter"/> for the layout.</summary>
public static class SideTableReader
{
    private const SideTableFlags Known = SideTableFlags.SymbolTableOrder | SideTableFlags.OnlyAmbiguous;

    /// <summary>True when bytes begin as a side table does.</summary>
    public static bool IsSideTable(Region contents) =>
        contents.Length >= SideTable.Magic.Length && contents.Span(0, SideTable.Magic.Length).SequenceEqual(SideTable.Magic);

    /// <summary>Reads a table.</summary>
    /// <param name="contents">The section, or the file.</param>
    /// <param name="order">Byte order of its image, or null to find out: the size is only right in one.</param>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    public static SideTable Read(Region contents, ByteOrder? order = null)
    {
        if (!IsSideTable(contents))
        {
            throw contents.Malformed(0, "not a side table: begins with neither KSYMPTH1 (paths of symbols) nor KLINES01 (lines)");
        }

        if (contents.Length < SideTable.HeaderSize)
        {
            throw contents.Malformed((ulong)contents.Length, $"side table header of {SideTable.HeaderSize} bytes is cut short");
        }

        return Read(contents, Header.Read(contents, order ?? OrderOf(contents)));
    }

    private static ByteOrder OrderOf(Region contents) =>
        contents.Read(ByteOrder.Big, 44).U32() == contents.Length ? ByteOrder.Big : ByteOrder.Little;

    private static SideTable Read(Region contents, Header header)
    {
        Region directories = contents.Slice(header.Directories, header.Files - header.Directories);
        Region files = contents.Slice(header.Files, header.Runs - header.Files);
        Region runs = contents.Slice(header.Runs, header.Checkpoints - header.Runs);
        Region checkpoints = contents.Slice(header.Checkpoints, header.Size - header.Checkpoints);

        string[] folderNames = ReadDirectories(directories, header);
        string[] paths = ReadFiles(files, header, folderNames);
        int[] pathOf = ReadRuns(runs, checkpoints, header);
        return new SideTable(header.Flags, header.Binding, paths, pathOf);
    }

    private static string[] ReadDirectories(Region region, Header header)
    {
        if (header.DirectoryCount > (ulong)region.Length)
        {
            throw region.Malformed(0, $"{header.DirectoryCount} directories do not fit in {region.Length} bytes");
        }

        Cursor cursor = region.Read(header.Order);
        string[] names = new string[header.DirectoryCount];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Utf8Name.ToText(cursor.CString());
        }

        return names;
    }

    private static string[] ReadFiles(Region region, Header header, string[] directories)
    {
        if (header.FileCount > (ulong)region.Length / 2)
        {
            throw region.Malformed(0, $"{header.FileCount} files do not fit in {region.Length} bytes");
        }

        Cursor cursor = region.Read(header.Order);
        string[] paths = new string[header.FileCount + 1];
        paths[0] = "";
        // A long name of a directory may be that of each file.
        long left = (region.Length * 64) + (1 << 20);
        for (int i = 1; i < paths.Length; i++)
        {
            ulong directory = cursor.Uleb128();
            if (directory >= (ulong)directories.Length)
            {
                throw cursor.Malformed($"file {i} is in directory {directory}, and there are {directories.Length}");
            }

            string name = Utf8Name.ToText(cursor.CString());
            if (name.Length == 0 || name.Contains('/'))
            {
                throw cursor.Malformed($"file {i} has no base name");
            }

            string parent = directories[directory];
            left -= parent.Length + name.Length;
            if (left < 0)
            {
                throw cursor.Malformed("paths are longer than those of 64 times as many files");
            }

            paths[i] = parent.Length == 0 ? name : parent == "/" ? "/" + name : $"{parent}/{name}";
        }

        return paths;
    }

    private static int[] ReadRuns(Region region, Region checkpoints, Header header)
    {
        uint wanted = (header.RunCount + SideTable.RunsPerCheckpoint - 1) / SideTable.RunsPerCheckpoint;
        if ((ulong)checkpoints.Length != wanted * 8ul)
        {
            throw checkpoints.Malformed(0, $"{header.RunCount} runs need {wanted} checkpoints of 8 bytes, not {checkpoints.Length} bytes");
        }

        if (header.RunCount > (ulong)region.Length / 2 || header.RunCount > header.EntryCount)
        {
            throw region.Malformed(0, $"{header.RunCount} runs of {header.EntryCount} entries do not fit in {region.Length} bytes");
        }

        // A run of few bytes may claim any number of entries, and the file's number of them is a claim, too.
        List<int> pathOf = [];
        Cursor cursor = region.Read(header.Order);
        Cursor check = checkpoints.Read(header.Order);
        for (uint i = 0; i < header.RunCount; i++)
        {
            long at = cursor.Position;
            if (i % SideTable.RunsPerCheckpoint == 0 && (check.U32() != pathOf.Count || check.U32() != at))
            {
                throw check.Malformed($"checkpoint {i / SideTable.RunsPerCheckpoint} does not stand for run {i} "
                    + $"(entry {pathOf.Count}, offset {at})");
            }

            ulong length = cursor.Uleb128();
            if (length == 0 || length > header.EntryCount - (ulong)pathOf.Count)
            {
                throw cursor.Malformed($"run {i} of {length} entries is empty or goes beyond the {header.EntryCount} entries");
            }

            ulong file = cursor.Uleb128();
            if (file > header.FileCount)
            {
                throw cursor.Malformed($"run {i} is of file {file}, and there are {header.FileCount}");
            }

            for (ulong entry = 0; entry < length; entry++)
            {
                pathOf.Add((int)file);
            }
        }

        return pathOf.Count == header.EntryCount
            ? [.. pathOf]
            : throw region.Malformed((ulong)cursor.Position, $"runs end after {pathOf.Count} of {header.EntryCount} entries");
    }

    private sealed record Header(
        ByteOrder Order, SideTableFlags Flags, uint EntryCount, uint DirectoryCount, uint FileCount, uint RunCount,
        uint Directories, uint Files, uint Runs, uint Checkpoints, uint Size, ulong Binding)
    {
        // Kernels have 0.2 million entries; seqs_of_names numbers them with three bytes.
        private const uint MostEntries = 1 << 24;

        public static Header Read(Region contents, ByteOrder order)
        {
            Cursor cursor = contents.Read(order, 8);
            Header header = new(
                order, (SideTableFlags)cursor.U32(), cursor.U32(), cursor.U32(), cursor.U32(), cursor.U32(), cursor.U32(),
                cursor.U32(), cursor.U32(), cursor.U32(), cursor.U32(), cursor.U64());
            if (header.Size != contents.Length)
            {
                throw contents.Malformed(44, $"size {header.Size} is not the {contents.Length} bytes that there are");
            }

            if ((header.Flags & ~Known) != 0)
            {
                throw contents.Malformed(8, $"flags 0x{(uint)header.Flags:x} are not all known");
            }

            if (header.EntryCount > MostEntries)
            {
                throw contents.Malformed(12, $"{header.EntryCount} entries are more than {MostEntries}");
            }

            return header.Directories >= SideTable.HeaderSize && header.Directories <= header.Files && header.Files <= header.Runs
                && header.Runs <= header.Checkpoints && header.Checkpoints <= header.Size
                ? header
                : throw contents.Malformed(28, "offsets of directories, files, runs and checkpoints do not ascend within the table");
        }
    }
}
