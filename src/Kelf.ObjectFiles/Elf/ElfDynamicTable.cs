// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>One entry of the dynamic section, normalised to 64 bits (gABI 4.1 ch. 5, <c>Elf64_Dyn</c>).</summary>
/// <param name="Tag"><c>d_tag</c>: what the value is.</param>
/// <param name="Value"><c>d_un</c>: a number, an address, or an offset in the string table.</param>
public readonly record struct ElfDynamicEntry(ElfDynamicTag Tag, ulong Value);

/// <summary>
/// A view of the dynamic section up to its end mark: what the dynamic linker needs to know. Entries are decoded when asked
/// for. <c>default</c> has none.
/// </summary>
public readonly struct ElfDynamicTable
{
    private readonly Region _records;
    private readonly ByteOrder _order;
    private readonly ElfLayout _layout;

    internal ElfDynamicTable(ElfFile file, Region records)
    {
        (_order, _layout) = (file.ByteOrder, file.Layout);
        ulong size = (ulong)_layout.DynamicEntrySize;
        if ((ulong)records.Length / size > int.MaxValue)
        {
            throw records.Malformed(0, $"more than {int.MaxValue} dynamic entries");
        }

        // Linkers leave room behind the end mark.
        int count = (int)((ulong)records.Length / size);
        _records = records;
        while (Count < count && this[Count].Tag != ElfDynamicTag.Null)
        {
            Count++;
        }
    }

    /// <summary>Number of entries, the end mark not included.</summary>
    public int Count { get; }

    /// <summary>Decodes the entry at <paramref name="index"/>.</summary>
    /// <exception cref="MalformedFileException">The index is outside.</exception>
    public ElfDynamicEntry this[int index]
    {
        get
        {
            Cursor cursor = _records.Read(_order, (ulong)index * (ulong)_layout.DynamicEntrySize);
            return new ElfDynamicEntry((ElfDynamicTag)cursor.Offset(_layout.Is64), cursor.Offset(_layout.Is64));
        }
    }

    /// <summary>The value of the first entry with a tag, or null when there is none.</summary>
    public ulong? Find(ElfDynamicTag tag)
    {
        foreach (ElfDynamicEntry entry in this)
        {
            if (entry.Tag == tag)
            {
                return entry.Value;
            }
        }

        return null;
    }

    /// <summary>Hands out the entries in order, for <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks the table; allocates nothing.</summary>
    public struct Enumerator
    {
        private readonly ElfDynamicTable _table;
        private int _index = -1;

        internal Enumerator(in ElfDynamicTable table) => _table = table;

        /// <summary>The record that was reached.</summary>
        public readonly ElfDynamicEntry Current => _table[_index];

        /// <summary>Goes to the next record.</summary>
        public bool MoveNext() => ++_index < _table.Count;
    }
}
