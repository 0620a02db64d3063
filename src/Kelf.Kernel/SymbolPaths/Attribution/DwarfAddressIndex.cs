// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>Finds the unit at an address.</summary>
internal sealed class DwarfAddressIndex
{
    private readonly ulong[] _starts;
    private readonly (ulong End, DwarfUnitPath Unit)[] _ranges;
    private readonly Dictionary<ulong, DwarfUnitPath?> _variables = new(KeyedHash.Numbers);

    /// <summary>Indexes units.</summary>
    /// <param name="units">The units.</param>
    /// <param name="isCode">Whether there is code at an address: what the linker left out seems to be at others.</param>
    public DwarfAddressIndex(IReadOnlyList<DwarfUnitPath> units, Func<ulong, bool> isCode)
    {
        List<(ulong Start, ulong End, int Unit)> ranges = [];
        for (int i = 0; i < units.Count; i++)
        {
            foreach (AddressRange range in units[i].Code.Where(range => isCode(range.Start)))
            {
                ranges.Add((range.Start, range.End, i));
            }

            foreach (ulong variable in units[i].Variables)
            {
                // Two units with one variable, merged or empty ones: neither is right for both.
                _variables[variable] = !_variables.TryGetValue(variable, out DwarfUnitPath? other) || other == units[i] ? units[i] : null;
            }
        }

        ranges.Sort();
        _starts = [.. ranges.Select(range => range.Start)];
        _ranges = [.. ranges.Select(range => (range.End, units[range.Unit]))];
    }

    /// <summary>The unit that has code or a variable there, or null.</summary>
    public DwarfUnitPath? Find(ulong address)
    {
        int at = Array.BinarySearch(_starts, address);
        at = at >= 0 ? at : ~at - 1;
        return at >= 0 && address < _ranges[at].End ? _ranges[at].Unit : _variables.GetValueOrDefault(address);
    }
}
