// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf.Lists;

namespace Kelf.ObjectFiles.Dwarf.Places;

/// <summary>
/// Walks the entries of a unit that say where their code is: functions, inlined instances of functions, and the blocks in them
/// (DWARF 5 §3.3 to §3.5), in file order, so that each stands before those in it. All other entries are passed over, by
/// <c>DW_AT_sibling</c> where it is given.
/// </summary>
/// <example><code>
/// CodeEntries entries = CodeEntries.Of(unit);
/// while (entries.Next())
/// {
///     Console.WriteLine($"{entries.Depth} {entries.Tag} {entries.Ranges.Length}");
/// }
/// </code></example>
public ref struct CodeEntries
{
    // Compilers nest some tens; whoever follows the walk has a stack of this size.
    private const int DeepestNesting = 4096;

    // Lists of one unit are its own, and smaller than its entries. See OverlapBudget.
    private const int MostForLists = 64;

    private readonly DwarfUnit _unit;
    private readonly bool _hasCodeInTypes;
    private readonly OverlapBudget _budget;
    private readonly List<AddressRange> _ranges;
    private readonly NestedRanges _around = new();
    private DieReader _reader;
    private AttributeValue _sibling;

    // For each list of children that is open, how many entries with code are around it.
    private int[] _depths;
    private int _level;
    private bool _isUndecided;

    private CodeEntries(DwarfUnit unit)
    {
        _unit = unit;
        _reader = unit.Entries();
        _ranges = [];
        _depths = new int[64];
        // Types of C have no functions in them, and are most of a unit.
        _hasCodeInTypes = !unit.Root.IsC;
        _budget = new OverlapBudget(
            (unit.Format.Version < 5 ? (unit.File.Skeleton ?? unit).File.Ranges : unit.File.RangeLists).Contents, "lists of address ranges",
            unit.Contents.Length * MostForLists, $"{MostForLists} times the size of their unit");
    }

    /// <summary>What the entry is: <see cref="DwTag.Subprogram"/>, <see cref="DwTag.InlinedSubroutine"/> or <see cref="DwTag.LexicalBlock"/>.</summary>
    public readonly DwTag Tag => _reader.Tag;

    /// <summary>The entry.</summary>
    public readonly DieReference Entry => new(_unit, _reader.Offset);

    /// <summary>The number of entries with code that it is in: 0 for most functions.</summary>
    public int Depth { get; private set; }

    /// <summary>
    /// Where its code is, without empty ranges; valid until the walk goes on. What a linker left out is not there (at address 0 or at the
    /// highest addresses of a linked file), nor what an entry claims outside of the one with code around it.
    /// </summary>
    public readonly ReadOnlySpan<AddressRange> Ranges => CollectionsMarshal.AsSpan(_ranges);

    /// <summary>Of an inlined instance, the call that was replaced.</summary>
    public InlinedCall Call { get; private set; }

    /// <summary>Stands before the first entry of a unit; of a skeleton before that of the unit with its entries, if it is here.</summary>
    /// <exception cref="MalformedFileException">The unit's entry or its abbreviations are malformed.</exception>
    public static CodeEntries Of(DwarfUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return new CodeEntries(unit.WithEntries ?? unit);
    }

    /// <summary>Moves to the next entry with code.</summary>
    /// <returns>False when there are no more.</returns>
    /// <exception cref="MalformedFileException">
    /// An entry or a list of ranges is malformed, a sibling is not where one can be, or entries are nested deeper than 4,096.
    /// </exception>
    public bool Next()
    {
        if (_isUndecided)
        {
            _around.Enter(Depth, Ranges);
            Enter(Depth + 1);
        }

        while (_reader.Next())
        {
            switch (_reader.Tag)
            {
                case DwTag.None:
                    if (--_level <= 0)
                    {
                        return false; // the end of the unit entry's children; what follows is padding
                    }

                    break;
                case DwTag.Subprogram or DwTag.InlinedSubroutine or DwTag.LexicalBlock:
                    if (ReadCode())
                    {
                        Depth = _depths[_level];
                        _isUndecided = _reader.HasChildren;
                        return true;
                    }

                    if (_reader.Tag == DwTag.LexicalBlock && _depths[_level] > 0)
                    {
                        Enter(_depths[_level]); // has only blocks in it
                    }
                    else
                    {
                        PassOver(); // a declaration, or what instances have in common
                    }

                    break;
                case DwTag.CompileUnit or DwTag.PartialUnit or DwTag.SkeletonUnit or DwTag.Namespace or DwTag.Module:
                case DwTag.ClassType or DwTag.StructureType or DwTag.UnionType or DwTag.EnumerationType or DwTag.InterfaceType
                    or DwTag.VariantPart or DwTag.Variant when _hasCodeInTypes:
                    Enter(_depths[_level]);
                    break;
                default:
                    PassUnread();
                    break;
            }
        }

        return false;
    }

    /// <summary>Leaves out the entries in the current one.</summary>
    /// <exception cref="MalformedFileException">An entry is malformed, or its sibling is not where one can be.</exception>
    public void SkipChildren()
    {
        if (_isUndecided)
        {
            _isUndecided = false;
            PassOver();
        }
    }

    /// <summary>Goes on with the children of the current entry, if it has any.</summary>
    private void Enter(int depth)
    {
        _isUndecided = false;
        if (!_reader.HasChildren)
        {
            return;
        }

        if (++_level > DeepestNesting)
        {
            throw _reader.Malformed($"entries are nested deeper than {DeepestNesting}");
        }

        if (_level == _depths.Length)
        {
            Array.Resize(ref _depths, _level * 2);
        }

        _depths[_level] = depth;
    }

    /// <summary>Reads what the current entry says of its code.</summary>
    /// <returns>False when it says nothing.</returns>
    private bool ReadCode()
    {
        (AttributeValue low, AttributeValue high, AttributeValue ranges) = (default, default, default);
        ulong? file = null;
        (uint line, uint column, uint discriminator) = (0, 0, 0);
        _sibling = default;
        while (_reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
        {
            switch (attribute)
            {
                case DwAttribute.LowPc: low = value; break;
                case DwAttribute.HighPc: high = value; break;
                case DwAttribute.Ranges: ranges = value; break;
                case DwAttribute.Sibling: _sibling = value; break;
                case DwAttribute.CallFile when value.TryConstant(out ulong number): file = number; break;
                case DwAttribute.CallLine: line = Number(value); break;
                case DwAttribute.CallColumn: column = Number(value); break;
                case DwAttribute.GnuDiscriminator: discriminator = Number(value); break;
            }
        }

        if (low.Form == DwForm.None && ranges.Form == DwForm.None)
        {
            return false;
        }

        Call = new InlinedCall(file, line, column, discriminator);
        _ranges.Clear();
        UnitAddresses.Read(_unit, low, high, ranges, _budget, _ranges);
        _around.Clip(_depths[_level], _unit, _ranges);
        return true;

        // No source has that many lines: 0 stands for "not known".
        static uint Number(in AttributeValue value) => value.TryConstant(out ulong number) && number <= uint.MaxValue ? (uint)number : 0;
    }

    /// <summary>Passes over the children of an entry whose attributes were not read.</summary>
    private void PassUnread()
    {
        _sibling = default;
        while (_reader.HasChildren && _reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
        {
            if (attribute == DwAttribute.Sibling)
            {
                _sibling = value;
                break;
            }
        }

        PassOver();
    }

    /// <summary>Passes over the children of the current entry.</summary>
    private void PassOver()
    {
        if (!_reader.HasChildren)
        {
            return;
        }

        DieOffset sibling = default;
        if (_sibling.Form != DwForm.None
            && !(_unit.TryReference(_sibling, out sibling) && _unit.Contains(sibling) && _unit.PositionOf(sibling) >= _reader.Position))
        {
            throw _unit.Contents.Malformed(
                (ulong)_sibling.Position, $"DW_AT_sibling 0x{_sibling.Raw:x} does not lead to an entry after this one, in its unit");
        }

        _reader.SkipChildren(sibling);
    }
}
