// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// For each of some points the symbols at the last address that is not above it, and those at the first address above it. They are
/// offered one after the other in any order; nothing is sorted, and no more is kept than what is nearest so far.
/// </summary>
internal sealed class NearSymbols
{
    // In order. Slot i has what is above point i - 1 and not above point i; the last one what is above all.
    private readonly ulong[] _points;
    private readonly Nearest[] _lowest;
    private readonly Nearest[] _highest;

    /// <summary>Prepares.</summary>
    /// <param name="points">The addresses.</param>
    public NearSymbols(IEnumerable<ulong> points)
    {
        _points = [.. points.Distinct().Order()];
        _lowest = [.. Enumerable.Range(0, _points.Length + 1).Select(_ => new Nearest())];
        _highest = [.. Enumerable.Range(0, _points.Length + 1).Select(_ => new Nearest())];
    }

    /// <summary>The groups of symbols that are nearest: each has one address. There may be none on a side of a point.</summary>
    public IEnumerable<IReadOnlyList<int>> Groups
    {
        get
        {
            HashSet<Nearest> groups = [];
            for (int i = 0; i < _points.Length; i++)
            {
                int below = Array.FindLastIndex(_highest, i, nearest => nearest.Symbols.Count > 0);
                int above = Array.FindIndex(_lowest, i + 1, nearest => nearest.Symbols.Count > 0);
                groups.UnionWith(below < 0 ? [] : [_highest[below]]);
                groups.UnionWith(above < 0 ? [] : [_lowest[above]]);
            }

            return groups.Select(group => group.Symbols);
        }
    }

    /// <summary>False when a symbol at an address would change nothing.</summary>
    public bool Concerns(ulong address) => SlotOf(address) is var slot
        && (_highest[slot].IsAt(address) || _lowest[slot].IsAt(address)
            || _highest[slot].Symbols.Count == 0 || address > _highest[slot].Address || address < _lowest[slot].Address);

    /// <summary>Offers a symbol.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="symbol">Its number.</param>
    public void Offer(ulong address, int symbol)
    {
        int slot = SlotOf(address);
        if (_highest[slot] is var highest && (highest.Symbols.Count == 0 || address >= highest.Address))
        {
            highest.Take(address, symbol);
        }

        if (_lowest[slot] is var lowest && (lowest.Symbols.Count == 0 || address <= lowest.Address))
        {
            lowest.Take(address, symbol);
        }
    }

    // The first point that is not below the address.
    private int SlotOf(ulong address)
    {
        (int low, int high) = (0, _points.Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _points[middle] < address ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Symbols at one address.</summary>
    private sealed class Nearest
    {
        public ulong Address { get; private set; }

        public List<int> Symbols { get; } = [];

        public bool IsAt(ulong address) => Symbols.Count > 0 && address == Address;

        public void Take(ulong address, int symbol)
        {
            if (address != Address)
            {
                Symbols.Clear();
                Address = address;
            }

            Symbols.Add(symbol);
        }
    }
}
