// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.CompilerServices;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// Reads the entries of a unit one after the other, in file order (DWARF 5 §7.5.2). After <see cref="Next"/> the caller
/// reads the attributes with <see cref="NextAttribute"/> or leaves them; <see cref="Next"/> passes over what was left.
/// </summary>
/// <example><code>
/// DieReader reader = unit.Entries();
/// while (reader.Next())
/// {
///     while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value)) { }
/// }
/// </code></example>
public ref struct DieReader
{
    private readonly DwarfUnit _unit;
    private readonly AbbreviationTable _abbreviations;
    private readonly ReadOnlySpan<AttributeSpecification> _specifications;
    private Cursor _cursor;
    private int _nextAttribute;
    private int _attributesEnd;
    private int _fixedSize;

    internal DieReader(DwarfUnit unit, long position)
        : this(unit, position, unit.Abbreviations)
    {
    }

    internal DieReader(DwarfUnit unit, long position, AbbreviationTable abbreviations)
    {
        _unit = unit;
        _abbreviations = abbreviations;
        _specifications = _abbreviations.Attributes;
        _cursor = unit.Contents.Read(unit.ByteOrder, (ulong)position);
    }

    /// <summary>Offset of the current entry.</summary>
    public DieOffset Offset { get; private set; }

    /// <summary>Tag of the current entry; <see cref="DwTag.None"/> at a null entry.</summary>
    public DwTag Tag { get; private set; }

    /// <summary>True when the current entry's children follow it.</summary>
    public bool HasChildren { get; private set; }

    /// <summary>Offset in the unit of the next byte to read.</summary>
    public readonly long Position => _cursor.Position;

    /// <summary>Moves to the next entry in file order; a null entry (end of a list of siblings) counts.</summary>
    /// <returns>False at the end of the unit.</returns>
    /// <exception cref="MalformedFileException">Its abbreviation code is not in the table, or it is cut short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next()
    {
        SkipAttributes();
        if (_cursor.AtEnd)
        {
            return false;
        }

        Offset = new DieOffset(_unit.Start.Value + (ulong)_cursor.Position);
        ulong code = _cursor.Uleb128();
        if (code == 0)
        {
            Tag = DwTag.None;
            HasChildren = false;
            return true;
        }

        ref readonly Abbreviation abbreviation = ref _abbreviations.Find(code);
        if (abbreviation.Code == 0)
        {
            ThrowUnknownCode(code);
        }

        Tag = abbreviation.Tag;
        HasChildren = abbreviation.HasChildren;
        _nextAttribute = abbreviation.FirstAttribute;
        _attributesEnd = _nextAttribute + abbreviation.AttributeCount;
        _fixedSize = abbreviation.FixedSize;
        return true;
    }

    /// <summary>Reads the next attribute of the current entry.</summary>
    /// <returns>False when there are no more.</returns>
    /// <exception cref="MalformedFileException">The form is unknown, or the value runs past the end.</exception>
    public bool NextAttribute(out DwAttribute attribute, out AttributeValue value)
    {
        if (_nextAttribute == _attributesEnd)
        {
            attribute = DwAttribute.None;
            value = default;
            return false;
        }

        ref readonly AttributeSpecification specification = ref _specifications[_nextAttribute++];
        _fixedSize = -1;
        attribute = specification.Attribute;
        value = FormReader.Read(ref _cursor, _unit.Format, specification.Form, specification.ImplicitConstant);
        return true;
    }

    /// <summary>Passes over the attributes that were not read.</summary>
    public void SkipAttributes()
    {
        if (_nextAttribute == _attributesEnd)
        {
            return;
        }

        if (_fixedSize >= 0)
        {
            _cursor.Skip((uint)_fixedSize);
        }
        else
        {
            for (; _nextAttribute < _attributesEnd; _nextAttribute++)
            {
                FormReader.Skip(ref _cursor, _unit.Format, _specifications[_nextAttribute].Form);
            }
        }

        _nextAttribute = _attributesEnd;
    }

    /// <summary>
    /// Passes over the current entry's attributes and all its descendants, by <c>DW_AT_sibling</c> where it is given.
    /// The next <see cref="Next"/> reads its sibling or the null entry after it.
    /// </summary>
    public void SkipSubtree()
    {
        if (!HasChildren)
        {
            return;
        }

        DieOffset sibling = default;
        while (NextAttribute(out DwAttribute attribute, out AttributeValue value))
        {
            if (attribute == DwAttribute.Sibling && _unit.TryReference(value, out sibling))
            {
                break;
            }
        }

        SkipChildren(sibling);
    }

    /// <summary>Passes over what is left of the current entry and all its descendants.</summary>
    /// <param name="sibling">Its <c>DW_AT_sibling</c>, or <c>default</c> when it is not known; a wrong one is not followed.</param>
    public void SkipChildren(DieOffset sibling)
    {
        if (!HasChildren)
        {
            return;
        }

        if (sibling > Offset && _unit.Contains(sibling) && _unit.PositionOf(sibling) >= _cursor.Position)
        {
            _cursor.Position = _unit.PositionOf(sibling);
            _nextAttribute = _attributesEnd;
            return;
        }

        for (int depth = 1; depth > 0 && Next();)
        {
            depth += Tag == DwTag.None ? -1 : HasChildren ? 1 : 0;
        }

        _nextAttribute = _attributesEnd;
    }

    /// <summary>An error about the current entry.</summary>
    public readonly MalformedFileException Malformed(string what) =>
        _unit.Contents.Malformed((ulong)_unit.PositionOf(Offset), what);

    private readonly void ThrowUnknownCode(ulong code) =>
        throw Malformed($"abbreviation code {code} is not in the table at .debug_abbrev+0x{_unit.AbbreviationsOffset:x}");
}
