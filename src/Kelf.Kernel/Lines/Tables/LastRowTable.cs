// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>Makes the table that says what debugging information says: of several rows at an address the last, and none where none is.</summary>
internal sealed class LastRowTable
{
    // The kernel's buffer has 128 bytes for " (FILE:LINE)".
    private const int LongestPath = 100;
    private const int Gap = -1;

    private readonly SideLineTable _lines;
    private readonly string _file;
    private readonly Action<Diagnostic> _warn;
    private readonly int[] _numbers; // of the table, by those of the lines
    private readonly List<ReadOnlyMemory<byte>> _files = [];

    private LastRowTable(SideLineTable lines, string file, Action<Diagnostic> warn)
    {
        (_lines, _file, _warn) = (lines, file, warn);
        _numbers = new int[lines.Files.Count];
        Array.Fill(_numbers, Gap);
    }

    /// <summary>Makes the table.</summary>
    /// <param name="lines">All lines of the image.</param>
    /// <param name="areas">Where code is that is covered.</param>
    /// <param name="file">The image, for messages.</param>
    /// <param name="warn">Told about paths that the kernel will cut.</param>
    /// <exception cref="RefusedException">The format cannot hold what there is.</exception>
    public static LineTable Make(SideLineTable lines, IReadOnlyList<TextArea> areas, string file, Action<Diagnostic> warn)
    {
        LastRowTable table = new(lines, file, warn);
        List<LineEntry>[] entries = [.. areas.Select(table.EntriesIn)];
        // The number of all files stands for none, and it is known only now.
        int none = table._files.Count;
        return new LineTable(table._files,
        [
            .. areas.Select((area, i) => new LineArea(
                area.Section, area.Size, entries[i].ConvertAll(entry => entry.File == Gap ? entry with { File = none } : entry))),
        ]);
    }

    private List<LineEntry> EntriesIn(TextArea area)
    {
        List<LineEntry> entries = [];
        int first = FirstAt(area.Start);
        for (int i = first; i < _lines.Rows.Count && _lines.Rows[i].Address < area.End; i++)
        {
            SideRow row = _lines.Rows[i];
            bool isGap = row.File <= 0 || row.Line == 0;
            // A gap needs no line: that of the entry before takes least room.
            LineEntry last = entries.Count > 0 ? entries[^1] : new LineEntry(0, Gap, 0);
            LineEntry entry = new(
                OffsetOf(Math.Max(row.Address, area.Start), area), isGap ? Gap : NumberOf(row.File), isGap ? last.Line : LineOf(row));
            if (entry.File != last.File || (!isGap && entry.Line != last.Line))
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    // The row that holds at an address, or the first after it.
    private int FirstAt(ulong address)
    {
        (int low, int high) = (0, _lines.Rows.Count);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _lines.Rows[middle].Address <= address ? (middle + 1, high) : (low, middle);
        }

        return Math.Max(low - 1, 0);
    }

    private uint OffsetOf(ulong address, in TextArea area) => address - area.Start <= uint.MaxValue
        ? (uint)(address - area.Start)
        : throw new RefusedException(_file, string.Create(
            CultureInfo.InvariantCulture, $"code at 0x{address:x} is 4 GiB or more after 0x{area.Start:x}: the format has offsets of 32 bits"),
            ErrorKind.Limit);

    private uint LineOf(in SideRow row) => row.Line <= int.MaxValue
        ? row.Line
        : throw new RefusedException(
            _file, $"{_lines.Files[row.File]}:{row.Line}: the format has lines up to {int.MaxValue}", ErrorKind.Limit);

    private int NumberOf(int file)
    {
        if (_numbers[file] == Gap)
        {
            if (_files.Count >= LineTable.MostFiles)
            {
                throw new RefusedException(
                    _file, $"more than {LineTable.MostFiles} source files, which the format cannot hold; a side table can (--format side)",
                    ErrorKind.Limit);
            }

            byte[] path = Encoding.UTF8.GetBytes(_lines.Files[file]!);
            if (path.Length > LongestPath)
            {
                _warn(Diagnostic.Warning(
                    WarningKind.NameTooLong, $"{_lines.Files[file]}: longer than {LongestPath} bytes, and kernels cut what does not fit in 128 with the line")
                    .In(_file));
            }

            _numbers[file] = _files.Count;
            _files.Add(path);
        }

        return _numbers[file];
    }
}
