// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lists;

namespace Kelf.Kernel.Lines.Collection;

/// <summary>Collects the lines of all code of an image from its debugging information: what <see cref="DwarfLines"/> would answer everywhere.</summary>
internal sealed class LineCollector
{
    private readonly DwarfFile _dwarf;
    private readonly bool _isRelocatable;
    private readonly bool _withFunctions;
    private readonly Func<string, string> _pathOf;
    private readonly Action<Diagnostic> _warn;

    /// <summary>Prepares a collection.</summary>
    /// <param name="dwarf">The debugging information.</param>
    /// <param name="isRelocatable">True for a module, in which 0 is an address like any other.</param>
    /// <param name="withFunctions">Collect functions, too.</param>
    /// <param name="pathOf">Gives a path the form that people are told.</param>
    /// <param name="warn">Told about units that are malformed, or that say what others say already.</param>
    public LineCollector(DwarfFile dwarf, bool isRelocatable, bool withFunctions, Func<string, string> pathOf, Action<Diagnostic> warn)
    {
        (_dwarf, _isRelocatable, _withFunctions, _pathOf, _warn) = (dwarf, isRelocatable, withFunctions, pathOf, warn);
    }

    /// <summary>Collects.</summary>
    /// <param name="buildId">The build ID of the image.</param>
    /// <param name="workers">Gives the threads.</param>
    public SideLineTable Run(string buildId, WorkerSource workers)
    {
        DwarfUnit[] units = [.. _dwarf.Units.ToArray().Where(unit => unit.Type is DwUnitType.Compile or DwUnitType.Skeleton)];
        List<AddressRange>?[] claims = Array.ConvertAll(units, ClaimsOf);
        UnitLines?[] lines = Parallelism.Map(units.Length, workers, () => units, (all, i) => Read(all[i]));
        LineMerge merge = new();
        foreach (OwnedRange run in Divide(claims, lines))
        {
            merge.Add(lines[run.Item]!, run);
        }

        foreach (UnitLines? unit in lines)
        {
            unit?.Failures.ToList().ForEach(failure => _warn(failure.ToWarning(WarningKind.LeftOut, "this unit's lines are left out")));
        }

        return merge.ToTable(buildId);
    }

    // Null when the unit does not say where its code is.
    private List<AddressRange>? ClaimsOf(DwarfUnit unit)
    {
        try
        {
            IReadOnlyList<AddressRange> ranges = UnitAddresses.Read(unit);
            return ranges.Count == 0 ? null : [.. ranges.Where(range => _isRelocatable || !IsDropped(unit, range.Start))];
        }
        catch (MalformedFileException malformed)
        {
            _warn(malformed.ToWarning(WarningKind.LeftOut, "this unit's lines are left out"));
            return [];
        }
    }

    // What linkers give code that they drop (GNU ld: 0; lld: the two highest addresses).
    private static bool IsDropped(DwarfUnit unit, ulong start) =>
        start == 0 || start >= (unit.Format.AddressSize == 4 ? uint.MaxValue : ulong.MaxValue) - 1;

    private UnitLines? Read(DwarfUnit unit) => UnitLines.Read(unit, _withFunctions, _pathOf);

    /// <summary>Which unit is asked where: of several the first, and those that do not say where they are after all others.</summary>
    private static List<OwnedRange> Divide(List<AddressRange>?[] claims, UnitLines?[] lines)
    {
        List<OwnedRange> ranges = [];
        for (int i = 0; i < claims.Length; i++)
        {
            ranges.AddRange((claims[i] ?? []).Select(range => new OwnedRange(range.Start, range.End, i)));
        }

        for (int i = 0; i < claims.Length; i++)
        {
            if (claims[i] is null)
            {
                ranges.AddRange(lines[i]!.Rows.Runs.Select(run => run with { Item = i }));
            }
        }

        return RangePainter.Divide(ranges);
    }
}
