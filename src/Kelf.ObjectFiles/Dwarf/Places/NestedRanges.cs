// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Dwarf.Lists;

namespace Kelf.ObjectFiles.Dwarf.Places;

/// <summary>
/// The code of the entries that a walk is in. An entry has code where those around it have: what it claims elsewhere is not its, or
/// answers would depend on which of them are looked into.
/// </summary>
internal sealed class NestedRanges
{
    // Of the outermost entry first; those of each in order, and joined where they touch.
    private readonly List<AddressRange> _ranges = [];

    // Where those of each end.
    private readonly List<int> _ends = [0];

    /// <summary>Leaves of the ranges of an entry what is in the entry around it, and was not left out by a linker.</summary>
    /// <param name="depth">Number of entries around it.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="ranges">Its ranges.</param>
    public void Clip(int depth, DwarfUnit unit, List<AddressRange> ranges) =>
        ranges.RemoveAll(range => Dropped.IsAt(unit, range.Start) || (depth > 0 && !IsInside(range, Around(depth))));

    /// <summary>Goes into an entry.</summary>
    /// <param name="depth">Number of entries around it.</param>
    /// <param name="ranges">Its ranges.</param>
    public void Enter(int depth, ReadOnlySpan<AddressRange> ranges)
    {
        int first = _ends[depth];
        _ends.RemoveRange(depth + 1, _ends.Count - depth - 1);
        _ranges.RemoveRange(first, _ranges.Count - first);
        _ranges.AddRange(ranges);
        Join(first);
        _ends.Add(_ranges.Count);
    }

    private ReadOnlySpan<AddressRange> Around(int depth) => CollectionsMarshal.AsSpan(_ranges)[_ends[depth - 1].._ends[depth]];

    private static bool IsInside(AddressRange range, ReadOnlySpan<AddressRange> others)
    {
        (int low, int high) = (0, others.Length);
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = others[middle].Start <= range.Start ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && range.End <= others[low - 1].End;
    }

    private void Join(int first)
    {
        CollectionsMarshal.AsSpan(_ranges)[first..].Sort((one, other) => one.Start.CompareTo(other.Start));
        int last = first;
        for (int i = first + 1; i < _ranges.Count; i++)
        {
            if (_ranges[i].Start <= _ranges[last].End)
            {
                _ranges[last] = new AddressRange(_ranges[last].Start, Math.Max(_ranges[last].End, _ranges[i].End));
            }
            else
            {
                _ranges[++last] = _ranges[i];
            }
        }

        _ranges.RemoveRange(Math.Min(last + 1, _ranges.Count), Math.Max(_ranges.Count - last - 1, 0));
    }
}
