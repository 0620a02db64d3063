// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Entries;

/// <summary>
/// The attributes of one entry that a type text is made of (DWARF 5 ch. 5), read in one pass. Constants in other forms
/// than that of a constant count as absent.
/// </summary>
internal struct TypeDie
{
    private Present _present;
    private ulong _type;

    [Flags]
    private enum Present
    {
        Type = 1,
        UnresolvedType = 2,
        ByteSize = 4,
        Alignment = 8,
        Encoding = 0x10,
        Accessibility = 0x20,
        BitSize = 0x40,
        DataBitOffset = 0x80,
        DataMemberLocation = 0x100,
        ConstValue = 0x200,
        DiscrValue = 0x400,
        Count = 0x800,
        UpperBound = 0x1000,
        DeclFile = 0x2000,
        Declaration = 0x4000,
    }

    /// <summary>Where the entry stands.</summary>
    public DieOffset Offset { get; private set; }

    /// <summary>Tag of the entry; None for a null entry.</summary>
    public DwTag Tag { get; private set; }

    /// <summary>True when children follow.</summary>
    public bool HasChildren { get; private set; }

    /// <summary>Offset in the unit just behind the entry's attributes, where its children or its sibling stand.</summary>
    public long End { get; private set; }

    /// <summary><c>DW_AT_sibling</c>, or default.</summary>
    public DieOffset Sibling { get; private set; }

    /// <summary><c>DW_AT_name</c>, form 0 when absent.</summary>
    public AttributeValue Name { get; private set; }

    /// <summary>True when <c>DW_AT_type</c> is there and leads to an entry.</summary>
    public readonly bool HasType => (_present & Present.Type) != 0;

    /// <summary>True when <c>DW_AT_type</c> is there but leads nowhere.</summary>
    public readonly bool HasUnresolvedType => (_present & Present.UnresolvedType) != 0;

    /// <summary>The offset or signature that leads nowhere; only when <see cref="HasUnresolvedType"/>.</summary>
    public readonly ulong UnresolvedType => _type;

    /// <summary>Flag <c>DW_AT_declaration</c>.</summary>
    public readonly bool IsDeclaration => (_present & Present.Declaration) != 0;

    public ulong ByteSize { get; private set; }

    public ulong Alignment { get; private set; }

    public ulong Encoding { get; private set; }

    public ulong Accessibility { get; private set; }

    public ulong BitSize { get; private set; }

    public ulong DataBitOffset { get; private set; }

    public ulong DataMemberLocation { get; private set; }

    /// <summary><c>DW_AT_const_value</c> or <c>DW_AT_discr_value</c>; no entry that is printed has both.</summary>
    public ulong Constant { get; private set; }

    public ulong Count { get; private set; }

    public ulong UpperBound { get; private set; }

    public ulong DeclFile { get; private set; }

    public readonly bool HasByteSize => Has(Present.ByteSize);

    public readonly bool HasAlignment => Has(Present.Alignment);

    public readonly bool HasEncoding => Has(Present.Encoding);

    public readonly bool HasAccessibility => Has(Present.Accessibility);

    public readonly bool HasBitSize => Has(Present.BitSize);

    public readonly bool HasDataBitOffset => Has(Present.DataBitOffset);

    public readonly bool HasDataMemberLocation => Has(Present.DataMemberLocation);

    public readonly bool HasConstValue => Has(Present.ConstValue);

    public readonly bool HasDiscrValue => Has(Present.DiscrValue);

    public readonly bool HasCount => Has(Present.Count);

    public readonly bool HasUpperBound => Has(Present.UpperBound);

    public readonly bool HasDeclFile => Has(Present.DeclFile);

    /// <summary>Reads the entry at an offset that is known to be one.</summary>
    public static TypeDie ReadAt(DwarfUnit unit, DieOffset offset)
    {
        DieReader reader = unit.EntriesFrom(offset);
        return reader.Next() ? Read(unit, ref reader) : default;
    }

    /// <summary>Reads the current entry.</summary>
    public static TypeDie Read(DwarfUnit unit, ref DieReader reader)
    {
        TypeDie die = new() { Offset = reader.Offset, Tag = reader.Tag, HasChildren = reader.HasChildren };
        while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
        {
            die.Take(unit, ref reader, attribute, value);
        }

        die.End = reader.Position;
        return die;
    }

    /// <summary>The entry of <c>DW_AT_type</c>; only when <see cref="HasType"/>.</summary>
    public readonly DieOffset TypeEntry => new(_type);

    private readonly bool Has(Present attribute) => (_present & attribute) != 0;

    private void Take(DwarfUnit unit, ref DieReader reader, DwAttribute attribute, in AttributeValue value)
    {
        switch (attribute)
        {
            case DwAttribute.Sibling:
                Sibling = unit.TryReference(value, out DieOffset sibling) ? sibling : default;
                return;
            case DwAttribute.Name:
                Name = value;
                break;
            case DwAttribute.Type:
                TakeType(unit, ref reader, value);
                break;
            case DwAttribute.Declaration:
                _present |= value.IsTrue ? Present.Declaration : 0;
                break;
            default:
                if (!value.TryConstant(out ulong constant) || !TakeConstant(attribute, constant))
                {
                    return;
                }

                break;
        }

        if (unit.File.HasUnknownRelocations && unit.File.HasUnknownRelocation(unit, value.Position, out uint relocation))
        {
            throw reader.Malformed($"relocation type {relocation} of {DwarfNames.Of(attribute)} is not supported");
        }
    }

    private void TakeType(DwarfUnit unit, ref DieReader reader, in AttributeValue value)
    {
        if (unit.TryReference(value, out DieOffset type))
        {
            _type = type.Value;
            _present |= Present.Type;
            return;
        }

        if (value.Form is DwForm.Ref1 or DwForm.Ref2 or DwForm.Ref4 or DwForm.Ref8 or DwForm.RefUdata && value.Raw < (ulong)unit.Contents.Length)
        {
            throw reader.Malformed($"DW_AT_type leads to 0x{value.Raw:x}, into the header of its unit");
        }

        _type = value.Raw;
        _present |= Present.UnresolvedType;
    }

    private bool TakeConstant(DwAttribute attribute, ulong value)
    {
        switch (attribute)
        {
            case DwAttribute.ByteSize: ByteSize = value; _present |= Present.ByteSize; break;
            case DwAttribute.Alignment: Alignment = value; _present |= Present.Alignment; break;
            case DwAttribute.Encoding: Encoding = value; _present |= Present.Encoding; break;
            case DwAttribute.Accessibility: Accessibility = value; _present |= Present.Accessibility; break;
            case DwAttribute.BitSize: BitSize = value; _present |= Present.BitSize; break;
            case DwAttribute.DataBitOffset: DataBitOffset = value; _present |= Present.DataBitOffset; break;
            case DwAttribute.DataMemberLocation: DataMemberLocation = value; _present |= Present.DataMemberLocation; break;
            case DwAttribute.ConstValue: Constant = value; _present |= Present.ConstValue; break;
            case DwAttribute.DiscrValue: Constant = value; _present |= Present.DiscrValue; break;
            case DwAttribute.Count: Count = value; _present |= Present.Count; break;
            case DwAttribute.UpperBound: UpperBound = value; _present |= Present.UpperBound; break;
            case DwAttribute.DeclFile: DeclFile = value; _present |= Present.DeclFile; break;
            default: return false;
        }

        return true;
    }
}
