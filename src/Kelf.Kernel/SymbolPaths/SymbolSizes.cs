// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// Sizes as a kernel prints them: up to the next entry at another address, whatever <c>st_size</c> says; and the entry at an
/// address as a kernel finds it (<c>get_symbol_pos()</c> in <c>kernel/kallsyms.c</c>).
/// </summary>
public sealed class SymbolSizes
{
    private readonly RuntimeSymbols _listing;
    // Null where the entries are in the order of their addresses.
    private readonly int[]? _byAddress;
    private readonly ulong[] _addresses;
    private readonly Lazy<ulong> _end;

    /// <summary>Prepares a table.</summary>
    public SymbolSizes(RuntimeSymbols listing)
    {
        ArgumentNullException.ThrowIfNull(listing);
        _listing = listing;
        _addresses = new ulong[listing.Count];
        bool isSorted = true;
        for (int i = 0; i < _addresses.Length; i++)
        {
            _addresses[i] = listing.AddressOf(i);
            isSorted &= i == 0 || _addresses[i - 1] <= _addresses[i];
        }

        _end = new Lazy<ulong>(() => EndOf(listing));
        if (isSorted)
        {
            return;
        }

        // Of entries at one address the first in the table comes first.
        _byAddress = [.. Enumerable.Range(0, listing.Count)];
        ulong[] unsorted = [.. _addresses];
        Array.Sort(_byAddress, (left, right) => unsorted[left].CompareTo(unsorted[right]) is not 0 and int order ? order : left.CompareTo(right));
        for (int i = 0; i < _addresses.Length; i++)
        {
            _addresses[i] = unsorted[_byAddress[i]];
        }
    }

    /// <summary>The size of an entry in bytes; 0 when no entry follows.</summary>
    public ulong Of(int entry)
    {
        ulong address = _listing.AddressOf(entry);
        int next = UpperBound(address);
        ulong end = next < _addresses.Length ? _addresses[next] : _end.Value;
        return end > address ? end - address : 0;
    }

    /// <summary>The entry that a kernel prints for an address: the first of those at the last address that is not above.</summary>
    /// <returns>False when the address is before all entries or after the last.</returns>
    public bool TryFind(ulong address, out int entry)
    {
        entry = -1;
        int next = UpperBound(address);
        if (next == 0 || (next == _addresses.Length && address >= Math.Max(_end.Value, _addresses[next - 1] + 1)))
        {
            return false;
        }

        ulong start = _addresses[next - 1];
        int first = start == 0 ? 0 : UpperBound(start - 1);
        entry = _byAddress?[first] ?? first;
        return true;
    }

    /// <summary>The entries at an address, in table order.</summary>
    public IEnumerable<int> At(ulong address)
    {
        for (int i = address == 0 ? 0 : UpperBound(address - 1); i < _addresses.Length && _addresses[i] == address; i++)
        {
            yield return _byAddress?[i] ?? i;
        }
    }

    // A module's code ends with its pages.
    private static ulong EndOf(RuntimeSymbols listing)
    {
        const ulong Page = 4096;
        if (listing.IsModule)
        {
            ulong last = 0;
            for (int i = 0; i < listing.Count; i++)
            {
                last = Math.Max(last, listing.AddressOf(i));
            }

            return (last + Page) & ~(Page - 1);
        }

        return listing.Find("_end"u8) is [int end, ..] ? listing.AddressOf(end) : 0;
    }

    private int UpperBound(ulong address)
    {
        (int low, int high) = (0, _addresses.Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _addresses[middle] <= address ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
