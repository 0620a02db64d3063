// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;

using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.TypeStrings;

/// <summary>What is known of one entry that was reached: its text in pieces, once that is complete.</summary>
internal struct Record
{
    /// <summary>The entry.</summary>
    public DieOffset Entry;

    /// <summary>Start of its text in <see cref="RecordStore.Texts"/>.</summary>
    public int TextStart;

    /// <summary>Length of its text, or -1 while it is not complete.</summary>
    public int TextLength;

    /// <summary>Its reference name, or -1 when it is always written out.</summary>
    public int Name;

    /// <summary>The symbol during whose walk it was completed.</summary>
    public int CompletedBy;

    /// <summary>The last symbol that met it, for aggregates: a second meeting within a symbol does not enter it.</summary>
    public int SeenBy;

    /// <summary>The last symbol for which replaying it is known to do nothing any more.</summary>
    public int QuietFor;

    /// <summary>The same below a replaced union that was met before, where aggregates are not entered.</summary>
    public int QuietBelowUnionFor;

    /// <summary>Number of aggregates met when its building last began, or -1; to notice endless cycles.</summary>
    public int BuildingSince;

    /// <summary>Tag of the entry.</summary>
    public DwTag Tag;

    /// <summary>All that can be reached from it without passing an aggregate is complete: replaying it does nothing.</summary>
    public bool IsClosed;

    /// <summary>True when the text is complete.</summary>
    public readonly bool IsComplete => TextLength >= 0;

    /// <summary>Structure, class, union or enumeration: expanded at most once per symbol.</summary>
    public readonly bool IsAggregate =>
        Tag is DwTag.StructureType or DwTag.ClassType or DwTag.UnionType or DwTag.EnumerationType;
}

/// <summary>
/// The records of one walk, numbered from 0 in order of first meeting, found by entry. An open-addressing table of
/// numbers over an array of structs: millions of records and nothing for the collector to follow.
/// </summary>
/// <param name="budget">What their texts may take.</param>
internal sealed class RecordStore(TextBudget budget)
{
    private Record[] _records = new Record[256];
    private int[] _buckets = new int[512];

    /// <summary>Number of records.</summary>
    public int Count { get; private set; }

    /// <summary>The texts of all complete records.</summary>
    public PieceBuffer Texts { get; } = new(budget);

    /// <summary>A record; the reference is valid until the next one is added.</summary>
    public ref Record this[int number] => ref _records[number];

    /// <summary>The text of a complete record.</summary>
    public ReadOnlySpan<byte> TextOf(int number) => Texts.Slice(_records[number].TextStart, _records[number].TextLength);

    /// <summary>The number of the record of an entry, or -1.</summary>
    public int Find(DieOffset entry)
    {
        int mask = _buckets.Length - 1;
        for (int i = Hash(entry) & mask; _buckets[i] != 0; i = (i + 1) & mask)
        {
            if (_records[_buckets[i] - 1].Entry == entry)
            {
                return _buckets[i] - 1;
            }
        }

        return -1;
    }

    /// <summary>Adds the record of an entry that has none.</summary>
    public int Add(DieOffset entry, DwTag tag)
    {
        if (Count == _records.Length)
        {
            Array.Resize(ref _records, Count * 2);
        }

        if (Count * 2 >= _buckets.Length)
        {
            _buckets = new int[_buckets.Length * 2];
            for (int number = 0; number < Count; number++)
            {
                Insert(number);
            }
        }

        _records[Count] = new Record { Entry = entry, Tag = tag, TextLength = -1, Name = -1, BuildingSince = -1 };
        Insert(Count);
        return Count++;
    }

    /// <summary>Forgets all records and keeps the memory for the next unit.</summary>
    public void Clear()
    {
        Array.Clear(_buckets);
        Count = 0;
        Texts.Length = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Hash(DieOffset entry) => (int)((entry.Value * 0x9E3779B97F4A7C15) >> 33);

    private void Insert(int number)
    {
        int mask = _buckets.Length - 1;
        int i = Hash(_records[number].Entry) & mask;
        while (_buckets[i] != 0)
        {
            i = (i + 1) & mask;
        }

        _buckets[i] = number + 1;
    }
}
