// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Dwarf.Lists;

namespace Kelf.ObjectFiles.Dwarf.Places;

/// <summary>The functions of a unit, inlined ones too, that have code at wanted addresses.</summary>
/// <remarks>
/// One walk for all addresses: what has none of them is left out with all that is in it. The last entry that has an address is the
/// innermost, since entries stand before those in them. So the ranges are painted from the last to the first, and each address takes
/// the first colour: work is bounded by what was read, however many addresses however many entries have.
/// </remarks>
internal sealed class ScopeTree
{
    private readonly DwarfUnit _unit;
    private readonly List<Scope> _scopes = [];
    private readonly int[] _innermost;

    private ScopeTree(DwarfUnit unit, int addresses)
    {
        _unit = unit;
        _innermost = new int[addresses];
        Array.Fill(_innermost, None);
    }

    /// <summary>Number of no scope.</summary>
    public const int None = -1;

    /// <summary>A scope by its number.</summary>
    public Scope this[int scope] => _scopes[scope];

    /// <summary>Number of scopes that have a wanted address.</summary>
    public int Count => _scopes.Count;

    /// <summary>Finds the scopes.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="addresses">The wanted addresses, ascending.</param>
    /// <exception cref="MalformedFileException">An entry is malformed.</exception>
    public static ScopeTree Read(DwarfUnit unit, ReadOnlySpan<ulong> addresses)
    {
        ScopeTree tree = new(unit, addresses.Length);
        tree.Paint(tree.Walk(addresses));
        return tree;
    }

    /// <summary>The scope of an address by its number, or <see cref="None"/>.</summary>
    public int InnermostAt(int address) => _innermost[address];

    private List<Span> Walk(ReadOnlySpan<ulong> addresses)
    {
        List<Span> spans = [];
        // Of the entries that the current one is in, from the outermost on: what their children belong to.
        List<Level> around = [new Level(None, 0)];
        CodeEntries entries = CodeEntries.Of(_unit);
        while (entries.Next())
        {
            Level parent = around[entries.Depth];
            around.RemoveRange(entries.Depth + 1, around.Count - entries.Depth - 1);
            int firstSpan = spans.Count;
            foreach (AddressRange range in entries.Ranges)
            {
                (int start, int end) = (LowerBound(addresses, range.Start), LowerBound(addresses, range.End));
                if (start < end)
                {
                    spans.Add(new Span(_scopes.Count, start, end));
                }
            }

            if (firstSpan == spans.Count)
            {
                entries.SkipChildren();
                continue;
            }

            bool isInlined = entries.Tag == DwTag.InlinedSubroutine;
            if (entries.Tag == DwTag.LexicalBlock || (isInlined && parent.Functions == SourceSearch.MostFrames))
            {
                // A part of the function around it.
                spans.RemoveRange(firstSpan, spans.Count - firstSpan);
                around.Add(parent);
                continue;
            }

            around.Add(new Level(_scopes.Count, isInlined ? parent.Functions + 1 : 1));
            _scopes.Add(new Scope(isInlined ? parent.Scope : None, entries.Entry.Offset, isInlined, entries.Call));
        }

        return spans;
    }

    private void Paint(List<Span> spans)
    {
        // Where the next address without a colour is, or a step on the way to it.
        int[] next = new int[_innermost.Length + 1];
        for (int i = 0; i < next.Length; i++)
        {
            next[i] = i;
        }

        for (int s = spans.Count - 1; s >= 0; s--)
        {
            for (int at = Free(spans[s].Start); at < spans[s].End; at = Free(at))
            {
                _innermost[at] = spans[s].Scope;
                next[at] = at + 1;
            }
        }

        int Free(int at)
        {
            while (next[at] != at)
            {
                next[at] = next[next[at]];
                at = next[at];
            }

            return at;
        }
    }

    private static int LowerBound(ReadOnlySpan<ulong> addresses, ulong address)
    {
        int at = addresses.BinarySearch(address);
        return at >= 0 ? at : ~at;
    }

    /// <summary>A function.</summary>
    /// <param name="Parent">What it was inlined into, or <see cref="None"/>.</param>
    /// <param name="Entry">Its entry.</param>
    /// <param name="IsInlined">Whether it was.</param>
    /// <param name="Call">The call that it stands for.</param>
    public readonly record struct Scope(int Parent, DieOffset Entry, bool IsInlined, InlinedCall Call);

    /// <summary>An entry that others are in.</summary>
    /// <param name="Scope">The function that it is, or is a block of; or <see cref="None"/>.</param>
    /// <param name="Functions">How many functions that is with those that it was inlined into.</param>
    private readonly record struct Level(int Scope, int Functions);

    /// <summary>Addresses of a scope, by their numbers.</summary>
    private readonly record struct Span(int Scope, int Start, int End);
}
