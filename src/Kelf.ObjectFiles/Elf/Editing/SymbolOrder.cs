// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>A symbol that stays.</summary>
/// <param name="Index">Its index in the old table.</param>
/// <param name="Section">Number of its section, as <see cref="ElfSymbol.SectionNumber"/>.</param>
/// <param name="Name">Offset of its name.</param>
internal readonly record struct KeptSymbol(int Index, uint Section, uint Name);

/// <summary>
/// Where the symbols of a table go in the new one: the locals that stay, those that are added, the globals that stay, but
/// the first of them, whose places the added locals have, at the end; then the globals that are added.
/// </summary>
/// <param name="oldCount">Symbols of the old table.</param>
/// <param name="locals">How many of those that stay are local.</param>
/// <param name="kept">Those that stay, or null for all.</param>
internal sealed class SymbolOrder(int oldCount, int locals, List<KeptSymbol>? kept = null)
{
    private int _addedLocals;
    private int _addedGlobals;

    /// <summary>The symbols that stay, or null for all.</summary>
    public List<KeptSymbol>? Kept => kept;

    /// <summary>How many stay.</summary>
    public int Count => kept?.Count ?? oldCount;

    /// <summary>How many of these are local.</summary>
    public int Locals => locals;

    /// <summary>True when a symbol of the old table has another index, or goes.</summary>
    public bool IsChanged => Displaced > 0 || Count < oldCount;

    private int Displaced => Math.Min(_addedLocals, Count - locals);

    /// <summary>Says how many are added.</summary>
    public void SetAdded(int addedLocals, int addedGlobals) => (_addedLocals, _addedGlobals) = (addedLocals, addedGlobals);

    /// <summary>The new index of a symbol that stays.</summary>
    /// <param name="position">Which of those that stay, from 0.</param>
    public int NumberOf(int position) => position >= locals && position < locals + Displaced
        ? position + Math.Max(_addedLocals, Count - locals)
        : position;

    /// <summary>A table with the entries of symbols that stay at their new places, and zeros for those that are added.</summary>
    /// <param name="old">The old one.</param>
    /// <param name="entrySize">Bytes of an entry.</param>
    public byte[] Rearrange(Region old, int entrySize)
    {
        byte[] table = new byte[checked((Count + _addedLocals + _addedGlobals) * entrySize)];
        ReadOnlySpan<byte> entries = old.Span()[..(oldCount * entrySize)];
        if (kept is null)
        {
            entries.CopyTo(table);
            entries.Slice(locals * entrySize, Displaced * entrySize).CopyTo(table.AsSpan(NumberOf(locals) * entrySize));
            table.AsSpan(locals * entrySize, _addedLocals * entrySize).Clear();
            return table;
        }

        for (int i = 0; i < kept.Count; i++)
        {
            entries.Slice(kept[i].Index * entrySize, entrySize).CopyTo(table.AsSpan(NumberOf(i) * entrySize));
        }

        return table;
    }

    /// <summary>The new index of each symbol of the old table, or -1.</summary>
    public int[] MakeMap()
    {
        int[] map = new int[oldCount];
        Array.Fill(map, -1);
        for (int i = 0; i < Count; i++)
        {
            map[kept is null ? i : kept[i].Index] = NumberOf(i);
        }

        return map;
    }
}
