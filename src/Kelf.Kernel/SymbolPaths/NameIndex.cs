// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths;

/// <summary>Finds the entries of a table by name, in table order.</summary>
public sealed class NameIndex
{
    private readonly RuntimeSymbols _listing;
    private readonly int[] _starts;
    private readonly int[] _entries;

    /// <summary>Indexes a table.</summary>
    public NameIndex(RuntimeSymbols listing)
    {
        ArgumentNullException.ThrowIfNull(listing);
        _listing = listing;
        _starts = new int[listing.Names.Count + 1];
        _entries = new int[listing.Count];
        foreach (RuntimeSymbol symbol in listing.Symbols)
        {
            _starts[symbol.Name + 1]++;
        }

        for (int i = 1; i < _starts.Length; i++)
        {
            _starts[i] += _starts[i - 1];
        }

        int[] next = [.. _starts];
        for (int i = 0; i < listing.Count; i++)
        {
            _entries[next[listing.Symbols[i].Name]++] = i;
        }
    }

    /// <summary>The entries of a name.</summary>
    public ReadOnlySpan<int> Find(ReadOnlySpan<byte> name) => Of(_listing.Names.Find(name));

    /// <summary>The entries of the name with a number, or none for -1.</summary>
    public ReadOnlySpan<int> Of(int name) =>
        (uint)name < (uint)(_starts.Length - 1) ? _entries.AsSpan(_starts[name].._starts[name + 1]) : default;
}
