// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines.Side;

namespace Kelf.Kernel.Lines.Collection;

/// <summary>
/// Puts the lines of units together, in the order of addresses, and numbers files and functions in the order in which they are used.
/// </summary>
internal sealed class LineMerge
{
    private readonly List<string?> _files = [null];
    private readonly Dictionary<string, int> _fileNumbers = new(StringComparer.Ordinal);
    private readonly List<SideRow> _rows = [];
    private readonly List<SideFunction> _functions = [];
    private readonly Dictionary<SideFunction, int> _functionNumbers = [];
    private readonly List<SideNode> _nodes = [];
    private readonly List<SideSegment> _segments = [];
    private readonly List<SideRow> _units = [];
    private readonly Dictionary<UnitLines, int[]> _nodesOf = [];
    private ulong _rowEnd;
    private ulong _segmentEnd;
    private ulong _unitEnd;

    /// <summary>Adds the lines of a unit in a range, which comes after all that were added before.</summary>
    public void Add(UnitLines unit, in OwnedRange range)
    {
        if (unit.Source is { } source)
        {
            AddRow(_units, ref _unitEnd, new SideRow(range.Start, FileNumber(source), 0), range.End);
        }

        foreach (OwnedRange run in Within(unit.Rows.Runs, range))
        {
            (uint file, uint line) = unit.Rows.Places[run.Item];
            AddRow(_rows, ref _rowEnd, new SideRow(run.Start, FileNumber(unit.PathOf(file)), line), run.End);
        }

        foreach (OwnedRange run in Within(unit.Scopes?.Runs ?? [], range))
        {
            AddSegment(new SideSegment(run.Start, NodeOf(unit, run.Item)), run.End);
        }
    }

    /// <summary>The table of what was added.</summary>
    public SideLineTable ToTable(string buildId)
    {
        // What follows the last code is nothing.
        EndRows(_rows, _rowEnd);
        EndRows(_units, _unitEnd);
        if (_segments.Count > 0)
        {
            _segments.Add(new SideSegment(_segmentEnd, SideSegment.Nothing));
        }

        return new SideLineTable(buildId, _files, _rows, _functions, _nodes, _segments, _units);
    }

    private static IEnumerable<OwnedRange> Within(IReadOnlyList<OwnedRange> runs, OwnedRange range)
    {
        (int low, int high) = (0, runs.Count);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = runs[middle].End <= range.Start ? (middle + 1, high) : (low, middle);
        }

        for (; low < runs.Count && runs[low].Start < range.End; low++)
        {
            yield return runs[low] with { Start = Math.Max(runs[low].Start, range.Start), End = Math.Min(runs[low].End, range.End) };
        }
    }

    private static void AddRow(List<SideRow> rows, ref ulong last, in SideRow row, ulong end)
    {
        if (rows.Count > 0 && last < row.Address)
        {
            EndRows(rows, last);
        }

        if (rows.Count == 0 || !rows[^1].HasPlaceOf(row))
        {
            rows.Add(row);
        }

        last = end;
    }

    private static void EndRows(List<SideRow> rows, ulong end)
    {
        if (rows.Count > 0)
        {
            rows.Add(new SideRow(end, SideRow.Nothing, 0));
        }
    }

    private void AddSegment(in SideSegment segment, ulong end)
    {
        if (_segments.Count > 0 && _segmentEnd < segment.Address)
        {
            _segments.Add(new SideSegment(_segmentEnd, SideSegment.Nothing));
        }

        if (_segments.Count == 0 || _segments[^1].Node != segment.Node)
        {
            _segments.Add(segment);
        }

        _segmentEnd = end;
    }

    private int FileNumber(string? path)
    {
        if (path is null)
        {
            return 0;
        }

        if (!_fileNumbers.TryGetValue(path, out int number))
        {
            _fileNumbers[path] = number = _files.Count;
            _files.Add(path);
        }

        return number;
    }

    // The number of a node in the table, which what it is inlined into gets first.
    private int NodeOf(UnitLines unit, int scope)
    {
        if (!_nodesOf.TryGetValue(unit, out int[]? nodes))
        {
            _nodesOf[unit] = nodes = new int[unit.Scopes!.Scopes.Count];
            Array.Fill(nodes, SideSegment.Nothing);
        }

        Stack<int> open = new();
        for (int next = scope; next != SideSegment.Nothing && nodes[next] == SideSegment.Nothing; next = unit.Scopes!.Scopes[next].Parent)
        {
            open.Push(next);
        }

        while (open.TryPop(out int next))
        {
            UnitScope made = unit.Scopes!.Scopes[next];
            nodes[next] = _nodes.Count;
            _nodes.Add(new SideNode(
                made.Parent == SideSegment.Nothing ? SideSegment.Nothing : nodes[made.Parent],
                FunctionNumber(unit.Scopes.Functions[made.Function]),
                made.CallFile < 0 ? 0 : FileNumber(unit.PathOf((uint)made.CallFile)), made.CallLine));
        }

        return nodes[scope];
    }

    private int FunctionNumber(in SideFunction function)
    {
        if (!_functionNumbers.TryGetValue(function, out int number))
        {
            _functionNumbers[function] = number = _functions.Count;
            _functions.Add(function);
        }

        return number;
    }
}
