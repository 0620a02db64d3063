// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf.Loading;

namespace Kelf.ObjectFiles.Dwarf.Lists;

/// <summary>
/// What lists of ranges and of locations share: how a list is found, and entries that bound addresses in the same ways, numbered
/// differently (DWARF 5 §7.25, §7.29).
/// </summary>
internal ref struct ListReader
{
    private readonly DwarfUnit _unit;
    private readonly LoadedSection _section;
    private readonly OverlapBudget _budget;
    private readonly ulong _offset;
    private readonly long _attribute;
    private Cursor _cursor;
    private long _counted;
    private long _checked;
    private ulong _base;

    /// <summary>Stands before the first entry.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="section">The section that holds the list.</param>
    /// <param name="budget">What the lists of the section may cost together.</param>
    /// <param name="list">The attribute.</param>
    /// <param name="tableOfLists">
    /// Where the unit's table of lists is, for lists that are named by number; before DWARF 5 what offsets of lists count from.
    /// </param>
    /// <param name="baseAddress">What offsets are added to until the list says otherwise.</param>
    public ListReader(
        DwarfUnit unit, LoadedSection section, OverlapBudget budget, in AttributeValue list, ulong tableOfLists, ulong baseAddress)
    {
        (_unit, _section, _budget, _base, _attribute) = (unit, section, budget, baseAddress, list.Position);
        _offset = OffsetOf(unit, section.Contents, list, tableOfLists);
        _cursor = section.Contents.Read(unit.ByteOrder, _offset);
        _counted = _checked = _cursor.Position;
    }

    private readonly int AddressSize => _unit.Format.AddressSize;

    /// <summary>The entry's kind.</summary>
    /// <remarks>Counted entry by entry: a list that has no end costs as much as one that has.</remarks>
    public byte Kind()
    {
        _budget.Spend(_offset, _cursor.Position - _counted + 1);
        CheckRelocations();
        _counted = _cursor.Position + 1;
        return _cursor.U8();
    }

    /// <summary>A pair of addresses of DWARF 2 to 4, which has no kind.</summary>
    /// <returns>
    /// False at the end of the list: two zeros. If they are the addresses of an object's first byte of code they are an empty range.
    /// </returns>
    public bool NextPair(out ulong start, out ulong end)
    {
        ulong newBase = AddressSize == 8 ? ulong.MaxValue : uint.MaxValue;
        while (true)
        {
            _budget.Spend(_offset, _cursor.Position - _counted + (2 * AddressSize));
            ulong at = (ulong)_cursor.Position;
            _counted = _cursor.Position + (2 * AddressSize);
            (start, end) = (Address(), Address());
            CheckRelocations();
            if (start == newBase)
            {
                _base = end;
            }
            else if (start == 0 && end == 0 && !_section.IsRelocatedToZero(at))
            {
                return false;
            }
            else
            {
                // What is empty before the base is added is empty.
                (start, end) = end > start ? (_base + start, _base + end) : (0, 0);
                return true;
            }
        }
    }

    /// <summary><c>base_address</c>: what offsets are added to from here on.</summary>
    public void SetBase() => _base = Address();

    /// <summary><c>base_addressx</c>.</summary>
    public void SetBaseByIndex() => _base = IndexedAddress();

    /// <summary><c>startx_endx</c>.</summary>
    public AddressRange IndexedPair() => new(IndexedAddress(), IndexedAddress());

    /// <summary><c>startx_length</c>.</summary>
    public AddressRange IndexedStartAndLength() => WithLength(IndexedAddress());

    /// <summary><c>offset_pair</c>.</summary>
    public AddressRange OffsetPair() => new(_base + _cursor.Uleb128(), _base + _cursor.Uleb128());

    /// <summary><c>start_end</c>.</summary>
    public AddressRange Pair() => new(Address(), Address());

    /// <summary><c>start_length</c>.</summary>
    public AddressRange StartAndLength() => WithLength(Address());

    /// <summary>An expression after its length, which takes 2 bytes before DWARF 5 and is LEB128 since.</summary>
    public Region Expression()
    {
        ulong length = _unit.Format.Version < 5 ? _cursor.U16() : _cursor.Uleb128();
        long start = _cursor.Position;
        CheckRelocations();
        _cursor.Skip(length);
        _checked = _cursor.Position;
        return _section.Contents.Slice((ulong)start, length);
    }

    /// <summary>Passes over two numbers of GNU's <c>view_pair</c>.</summary>
    public void SkipViews()
    {
        _cursor.SkipLeb128();
        _cursor.SkipLeb128();
    }

    /// <summary>An error about what was just read.</summary>
    public readonly MalformedFileException Malformed(string what) => _cursor.Malformed(what);

    private static ulong OffsetOf(DwarfUnit unit, Region section, in AttributeValue list, ulong tableOfLists)
    {
        if (list.Form is not (DwForm.Rnglistx or DwForm.Loclistx))
        {
            return unit.Format.Version < 5 ? tableOfLists + list.Raw : list.Raw;
        }

        ulong size = (ulong)unit.Format.OffsetSize;
        if (list.Raw > (ulong)section.Length / size)
        {
            throw unit.Contents.Malformed((ulong)list.Position, list.Form == DwForm.Rnglistx
                ? $"range list {list.Raw} is outside .debug_rnglists"
                : $"location list {list.Raw} is outside .debug_loclists");
        }

        return tableOfLists + section.Read(unit.ByteOrder, tableOfLists + (list.Raw * size)).Offset(unit.Format.Is64);
    }

    /// <summary>What was read so far has to be final; of expressions, who evaluates them has to know.</summary>
    private void CheckRelocations()
    {
        _section.CheckRelocations((ulong)_checked, (ulong)_cursor.Position);
        _checked = _cursor.Position;
    }

    private AddressRange WithLength(ulong start) => new(start, start + _cursor.Uleb128());

    private ulong Address() => FormReader.Number(ref _cursor, AddressSize);

    private ulong IndexedAddress() => _unit.AddressAt(_cursor.Uleb128(), _attribute);
}
