// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.SymbolPaths.Side;

/// <summary>Writes a side table.</summary>
/// <remarks>
/// Layout, numbers in the byte order of the image:
/// <code>
///  0  "KSYMPTH1"      8  flags          12  entries
/// 16  directories        20  files          24  runs
/// 28  offset of directories: NUL-terminated strings
/// 32  offset of files: ULEB128 directory (from 0), NUL-terminated base name; numbered from 1
/// 36  offset of runs: ULEB128 length, ULEB128 file (0 is none)
/// 40  offset of checkpoints: of each 64th run the first entry and the offset within the runs
/// 44  size           48  binding (8 bytes)
/// </code>
/// </remarks>
public static class SideTableWriter
{
    /// <summary>Writes the bytes of a table.</summary>
    public static byte[] Write(SideTable table, ByteOrder order)
    {
        ArgumentNullException.ThrowIfNull(table);
        NumberWriter numbers = new(order);
        ByteBuilder directories = new();
        ByteBuilder files = new();
        (int folderCount, int[] fileOf) = WriteNames(table, directories, files);
        ByteBuilder runs = new();
        ByteBuilder checkpoints = new();
        int runCount = WriteRuns(table, fileOf, numbers, runs, checkpoints);

        uint foldersAt = SideTable.HeaderSize;
        uint filesAt = foldersAt + (uint)directories.Bytes.Length;
        uint runsAt = filesAt + (uint)files.Bytes.Length;
        uint checkpointsAt = checked(runsAt + (uint)runs.Bytes.Length + 3) & ~3u;
        uint size = checkpointsAt + (uint)checkpoints.Bytes.Length;

        byte[] bytes = new byte[size];
        SideTable.Magic.CopyTo(bytes);
        ReadOnlySpan<uint> fields =
        [
            (uint)table.Flags, (uint)table.PathOf.Count, (uint)folderCount, (uint)fileOf.Max(), (uint)runCount,
            foldersAt, filesAt, runsAt, checkpointsAt, size,
        ];
        for (int i = 0; i < fields.Length; i++)
        {
            numbers.U32(bytes.AsSpan(8 + (i * 4)), fields[i]);
        }

        numbers.U64(bytes.AsSpan(48), table.Binding);
        directories.Bytes.CopyTo(bytes.AsSpan((int)foldersAt));
        files.Bytes.CopyTo(bytes.AsSpan((int)filesAt));
        runs.Bytes.CopyTo(bytes.AsSpan((int)runsAt));
        checkpoints.Bytes.CopyTo(bytes.AsSpan((int)checkpointsAt));
        return bytes;
    }

    /// <summary>Writes directories and files in the order of paths, and numbers the files that some entry is of.</summary>
    private static (int Directories, int[] FileOf) WriteNames(SideTable table, ByteBuilder directories, ByteBuilder files)
    {
        bool[] isUsed = new bool[table.Paths.Count];
        foreach (int path in table.PathOf)
        {
            isUsed[path] = true;
        }

        // Sorted: then the result does not depend on what found the paths.
        int[] sorted = [.. Enumerable.Range(1, table.Paths.Count - 1).Where(i => isUsed[i]).OrderBy(i => table.Paths[i], StringComparer.Ordinal)];
        int[] fileOf = new int[table.Paths.Count];
        Dictionary<string, int> folderOf = new(StringComparer.Ordinal);
        for (int i = 0; i < sorted.Length; i++)
        {
            string path = table.Paths[sorted[i]];
            int slash = path.LastIndexOf('/');
            string directory = slash < 0 ? "" : path[..Math.Max(slash, 1)];
            if (!folderOf.TryGetValue(directory, out int number))
            {
                folderOf[directory] = number = folderOf.Count;
                WriteString(directories, directory);
            }

            WriteUleb128(files, (uint)number);
            WriteString(files, path[(slash + 1)..]);
            fileOf[sorted[i]] = i + 1;
        }

        return (folderOf.Count, fileOf);
    }

    private static int WriteRuns(SideTable table, int[] fileOf, NumberWriter numbers, ByteBuilder runs, ByteBuilder checkpoints)
    {
        Span<byte> number = stackalloc byte[4];
        int count = 0;
        for (int start = 0; start < table.PathOf.Count;)
        {
            int end = start + 1;
            while (end < table.PathOf.Count && table.PathOf[end] == table.PathOf[start])
            {
                end++;
            }

            if (count % SideTable.RunsPerCheckpoint == 0)
            {
                numbers.U32(number, (uint)start);
                checkpoints.Write(number);
                numbers.U32(number, (uint)runs.Bytes.Length);
                checkpoints.Write(number);
            }

            WriteUleb128(runs, (uint)(end - start));
            WriteUleb128(runs, (uint)fileOf[table.PathOf[start]]);
            count++;
            start = end;
        }

        return count;
    }

    private static void WriteString(ByteBuilder bytes, string text)
    {
        bytes.Write(Encoding.UTF8.GetBytes(text));
        bytes.Write([0]);
    }

    private static void WriteUleb128(ByteBuilder bytes, uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Write([(byte)(value | 0x80)]);
        }

        bytes.Write([(byte)value]);
    }
}
