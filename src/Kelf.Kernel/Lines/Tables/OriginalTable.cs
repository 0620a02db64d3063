// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>
/// Makes the table that <c>gen_lineinfo</c> of version 7 makes, entry for entry: for proof and for comparison. Of several rows at an
/// address it keeps that with the least number of file and then of line; the end of a sequence counts as code; lines that compilers did
/// not give are left out.
/// </summary>
internal sealed class OriginalTable
{
    private readonly IReadOnlyList<TextArea> _areas;
    private readonly string _file;
    private readonly List<ReadOnlyMemory<byte>> _files = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<LineEntry>[] _entries;

    private OriginalTable(IReadOnlyList<TextArea> areas, string file)
    {
        (_areas, _file) = (areas, file);
        _entries = [.. areas.Select(_ => new List<LineEntry>())];
    }

    /// <summary>Rows that are in no section that is covered.</summary>
    public int Uncovered { get; private set; }

    /// <summary>Rows that are too far away for 32 bits.</summary>
    public int TooFar { get; private set; }

    /// <summary>Makes the table.</summary>
    /// <param name="dwarf">The debugging information: of a module as <see cref="UnrelocatedModule"/> gives it.</param>
    /// <param name="areas">Where code is that is covered.</param>
    /// <param name="file">The image, for messages.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <param name="uncovered">Rows that are in none of them.</param>
    /// <param name="tooFar">Rows that are too far away.</param>
    /// <exception cref="RefusedException">There are too many files.</exception>
    public static LineTable Make(
        DwarfFile dwarf, IReadOnlyList<TextArea> areas, string file, WorkerSource workers, out int uncovered, out int tooFar)
    {
        OriginalTable table = new(areas, file);
        DwarfUnit[] units = dwarf.Units.ToArray();
        // Numbers of files are given in the order of units.
        foreach (OriginalRows? rows in Parallelism.Map(units.Length, workers, () => units, (all, i) => OriginalRows.Read(all[i])))
        {
            table.Add(rows);
        }

        (uncovered, tooFar) = (table.Uncovered, table.TooFar);
        return new LineTable(
            table._files, [.. areas.Select((area, i) => new LineArea(area.Section, area.Size, Reduce(table._entries[i])))])
        {
            IsOriginal = true,
        };
    }

    private void Add(OriginalRows? rows)
    {
        foreach ((ulong address, byte[] path, uint line) in rows?.All ?? [])
        {
            int area = 0;
            while (area < _areas.Count && !_areas[area].Contains(address))
            {
                area++;
            }

            if (area == _areas.Count)
            {
                Uncovered++;
            }
            else if (address - _areas[area].Start > uint.MaxValue)
            {
                TooFar++;
            }
            else
            {
                _entries[area].Add(new LineEntry((uint)(address - _areas[area].Start), NumberOf(path), line));
            }
        }
    }

    private int NumberOf(byte[] path)
    {
        // Any bytes, each as a letter.
        string key = System.Text.Encoding.Latin1.GetString(path);
        if (!_numbers.TryGetValue(key, out int number))
        {
            if (_files.Count >= LineTable.MostFiles)
            {
                throw new RefusedException(_file, $"too many source files ({_files.Count} > {LineTable.MostFiles})", ErrorKind.Limit);
            }

            _numbers[key] = number = _files.Count;
            _files.Add(path);
        }

        return number;
    }

    private static List<LineEntry> Reduce(List<LineEntry> entries)
    {
        entries.Sort(static (one, other) =>
            one.Offset != other.Offset ? one.Offset.CompareTo(other.Offset)
            : one.File != other.File ? one.File.CompareTo(other.File)
            : one.Line.CompareTo(other.Line));
        List<LineEntry> kept = [];
        foreach (LineEntry entry in entries)
        {
            if (kept.Count == 0 || (kept[^1].Offset != entry.Offset && (kept[^1].File, kept[^1].Line) != (entry.File, entry.Line)))
            {
                kept.Add(entry);
            }
        }

        return kept;
    }
}
