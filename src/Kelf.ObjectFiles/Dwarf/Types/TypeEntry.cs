// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>
/// The attributes of one entry that types are made of (DWARF 5 ch. 5), read in one pass; what only some entries have is read again
/// when it is asked for. Constants in other forms than that of a constant count as absent here: the views of this namespace
/// (<see cref="AggregateType"/>, <see cref="Member"/>, <see cref="EnumerationType"/>, ...) know what other forms mean.
/// </summary>
public struct TypeEntry
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
        External = 0x8000,
        // Of these only that they are there: their values are read again.
        BitOffset = 0x1_0000,
        LowerBound = 0x2_0000,
        Origin = 0x4_0000,
        OtherForm = 0x8_0000,
        Signature = 0x10_0000,
    }

    /// <summary>The unit that the entry lies in.</summary>
    public DwarfUnit Unit { get; private set; }

    /// <summary>Where the entry starts.</summary>
    public DieOffset Offset { get; private set; }

    /// <summary>Tag of the entry; None for a null entry.</summary>
    public DwTag Tag { get; private set; }

    /// <summary>True when children follow.</summary>
    public bool HasChildren { get; private set; }

    /// <summary>Offset in the unit just after the entry's attributes, where its children or its sibling start.</summary>
    public long End { get; private set; }

    /// <summary><c>DW_AT_sibling</c>, or default.</summary>
    public DieOffset Sibling { get; private set; }

    /// <summary><c>DW_AT_name</c>, form 0 when absent.</summary>
    public AttributeValue NameAttribute { get; private set; }

    /// <summary>The name; empty when there is none.</summary>
    /// <exception cref="MalformedFileException">It lies outside its section.</exception>
    public readonly ReadOnlySpan<byte> Name =>
        NameAttribute.Form == DwForm.None ? default : Unit.StringOrEmpty(NameAttribute, out _);

    /// <summary>True when <c>DW_AT_type</c> is there and leads to an entry.</summary>
    public readonly bool HasType => Has(Present.Type);

    /// <summary>True when <c>DW_AT_type</c> is there but leads nowhere.</summary>
    public readonly bool HasUnresolvedType => Has(Present.UnresolvedType);

    /// <summary>The entry of <c>DW_AT_type</c>; only when <see cref="HasType"/>.</summary>
    public readonly DieOffset TypeOffset => new(_type);

    /// <summary>The offset or signature that leads nowhere; only when <see cref="HasUnresolvedType"/>.</summary>
    public readonly ulong UnresolvedType => _type;

    /// <summary>Flag <c>DW_AT_declaration</c>.</summary>
    public readonly bool IsDeclaration => Has(Present.Declaration);

    /// <summary>Flag <c>DW_AT_external</c>.</summary>
    public readonly bool IsExternal => Has(Present.External);

    /// <summary><c>DW_AT_byte_size</c>.</summary>
    public ulong ByteSize { get; private set; }

    /// <summary><c>DW_AT_alignment</c> in bytes.</summary>
    public ulong Alignment { get; private set; }

    /// <summary><c>DW_AT_encoding</c>: a <see cref="DwEncoding"/>, if it is one.</summary>
    public ulong Encoding { get; private set; }

    /// <summary><c>DW_AT_accessibility</c>: 1 public, 2 protected, 3 private.</summary>
    public ulong Accessibility { get; private set; }

    /// <summary><c>DW_AT_bit_size</c>.</summary>
    public ulong BitSize { get; private set; }

    /// <summary><c>DW_AT_data_bit_offset</c>.</summary>
    public ulong DataBitOffset { get; private set; }

    /// <summary><c>DW_AT_data_member_location</c> as a constant: an offset in bytes.</summary>
    public ulong DataMemberLocation { get; private set; }

    /// <summary><c>DW_AT_const_value</c> or <c>DW_AT_discr_value</c>, whichever was last; entries have one of them.</summary>
    public ulong Constant { get; private set; }

    /// <summary><c>DW_AT_count</c>.</summary>
    public ulong Count { get; private set; }

    /// <summary><c>DW_AT_upper_bound</c>.</summary>
    public ulong UpperBound { get; private set; }

    /// <summary><c>DW_AT_decl_file</c>: number of a file of <see cref="DwarfUnit.Files"/>.</summary>
    public ulong DeclFile { get; private set; }

    /// <summary>True when the attribute is there as a constant; so for the following.</summary>
    public readonly bool HasByteSize => Has(Present.ByteSize);

    /// <summary>Whether there is an <see cref="Alignment"/>.</summary>
    public readonly bool HasAlignment => Has(Present.Alignment);

    /// <summary>Whether there is an <see cref="Encoding"/>.</summary>
    public readonly bool HasEncoding => Has(Present.Encoding);

    /// <summary>Whether there is an <see cref="Accessibility"/>.</summary>
    public readonly bool HasAccessibility => Has(Present.Accessibility);

    /// <summary>Whether there is a <see cref="BitSize"/>.</summary>
    public readonly bool HasBitSize => Has(Present.BitSize);

    /// <summary>Whether there is a <see cref="DataBitOffset"/>.</summary>
    public readonly bool HasDataBitOffset => Has(Present.DataBitOffset);

    /// <summary>Whether there is a <see cref="DataMemberLocation"/>.</summary>
    public readonly bool HasDataMemberLocation => Has(Present.DataMemberLocation);

    /// <summary>Whether <see cref="Constant"/> is a <c>DW_AT_const_value</c>.</summary>
    public readonly bool HasConstValue => Has(Present.ConstValue);

    /// <summary>Whether <see cref="Constant"/> is a <c>DW_AT_discr_value</c>.</summary>
    public readonly bool HasDiscrValue => Has(Present.DiscrValue);

    /// <summary>Whether there is a <see cref="Count"/>.</summary>
    public readonly bool HasCount => Has(Present.Count);

    /// <summary>Whether there is an <see cref="UpperBound"/>.</summary>
    public readonly bool HasUpperBound => Has(Present.UpperBound);

    /// <summary>Whether there is a <see cref="DeclFile"/>.</summary>
    public readonly bool HasDeclFile => Has(Present.DeclFile);

    /// <summary>The children, each read; see <see cref="ChildrenOf"/> for those of one kind.</summary>
    public readonly ChildEntries Children => new(this, DwTag.None);

    /// <summary>Whether there is a <c>DW_AT_signature</c>: the type itself is in a type unit, see <see cref="TryDefinition"/>.</summary>
    public readonly bool HasSignature => Has(Present.Signature);

    /// <summary>Whether one of the constants above is there in another form: a block, an expression, a reference.</summary>
    public readonly bool HasOtherForm => Has(Present.OtherForm);

    /// <summary>Whether there is a <c>DW_AT_bit_offset</c>, which DWARF 2 and 3 count from the most significant bit.</summary>
    internal readonly bool HasBitOffset => Has(Present.BitOffset);

    /// <summary>Whether there is a <c>DW_AT_lower_bound</c>.</summary>
    internal readonly bool HasLowerBound => Has(Present.LowerBound);

    /// <summary>Whether there is a <c>DW_AT_abstract_origin</c> or <c>DW_AT_specification</c>.</summary>
    internal readonly bool HasOrigin => Has(Present.Origin);

    /// <summary>Reads an entry.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="offset">Where it starts; another place of the unit gives something meaningless, or an error.</param>
    /// <returns>The entry; one without unit and tag at the end of the unit.</returns>
    /// <exception cref="MalformedFileException">It is malformed, or its <c>DW_AT_type</c> leads into the unit's header.</exception>
    public static TypeEntry ReadAt(DwarfUnit unit, DieOffset offset)
    {
        ArgumentNullException.ThrowIfNull(unit);
        DieReader reader = unit.EntriesFrom(offset);
        return reader.Next() ? Read(unit, ref reader) : default;
    }

    /// <summary>Reads the current entry of a reader.</summary>
    /// <exception cref="MalformedFileException">As above.</exception>
    public static TypeEntry Read(DwarfUnit unit, ref DieReader reader)
    {
        ArgumentNullException.ThrowIfNull(unit);
        TypeEntry entry = new() { Unit = unit, Offset = reader.Offset, Tag = reader.Tag, HasChildren = reader.HasChildren };
        while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
        {
            entry.Take(unit, ref reader, attribute, value);
        }

        entry.End = reader.Position;
        return entry;
    }

    /// <summary>The children of one kind, each read; others are passed over with all that is in them.</summary>
    public readonly ChildEntries ChildrenOf(DwTag tag) => new(this, tag);

    /// <summary>
    /// Reads the entry of <c>DW_AT_type</c>; if that is a stub, the one in a type unit that it stands for (<see cref="TryDefinition"/>).
    /// </summary>
    /// <returns>False when there is none: the type is <c>void</c>, or the entry has no type.</returns>
    /// <exception cref="MalformedFileException">It leads to no entry, or that is malformed.</exception>
    public readonly bool TryType(out TypeEntry type)
    {
        // Callers go from type to type in one variable, so nothing may be assigned before all of this entry was used.
        if (HasType && Unit.TryFindOwner(TypeOffset, out DwarfUnit? owner))
        {
            type = ReadAt(owner, TypeOffset);
            if (type.HasSignature && type.TryDefinition(out DieReference definition))
            {
                type = ReadAt(definition.Unit, definition.Offset);
            }

            return true;
        }

        type = HasUnresolvedType ? throw Malformed(ExplainUnresolvedType()) : default;
        return false;
    }

    /// <summary>Reads the entry that this one is an instance of (<c>DW_AT_abstract_origin</c>) or completes (<c>DW_AT_specification</c>).</summary>
    /// <returns>False when it is neither.</returns>
    /// <exception cref="MalformedFileException">It leads to no entry, or that is malformed.</exception>
    public readonly bool TryOrigin(out TypeEntry origin)
    {
        if (HasOrigin && (TryFind(DwAttribute.AbstractOrigin, out AttributeValue value) || TryFind(DwAttribute.Specification, out value)))
        {
            DieReference entry = Unit.Resolve(value);
            origin = ReadAt(entry.Unit, entry.Offset);
            return true;
        }

        origin = default;
        return false;
    }

    /// <summary>
    /// Finds the entry in a type unit that this one stands for (<c>DW_AT_signature</c>, DWARF 5 §5.7.2). Compilers write such a stub
    /// with a name and <c>DW_AT_declaration</c>, or with nothing else at all.
    /// </summary>
    /// <returns>False when it stands for itself, or no type unit has the signature.</returns>
    public readonly bool TryDefinition(out DieReference definition)
    {
        definition = default;
        return HasSignature && TryFind(DwAttribute.Signature, out AttributeValue value) && Unit.TryResolve(value, out definition);
    }

    /// <summary>Reads an attribute that is not among those above.</summary>
    /// <returns>False when the entry does not have it.</returns>
    public readonly bool TryFind(DwAttribute attribute, out AttributeValue value)
    {
        value = default;
        if (Unit is null)
        {
            return false;
        }

        DieReader reader = Unit.EntriesFrom(Offset);
        if (reader.Next())
        {
            while (reader.NextAttribute(out DwAttribute found, out value))
            {
                if (found == attribute)
                {
                    return true;
                }
            }
        }

        value = default;
        return false;
    }

    /// <summary>Why <c>DW_AT_type</c> leads to no entry.</summary>
    public readonly string ExplainUnresolvedType() =>
        TryFind(DwAttribute.Type, out AttributeValue value) ? EntryReferences.Explain(Unit, value) : "it has no DW_AT_type";

    /// <summary>An error about the entry.</summary>
    public readonly MalformedFileException Malformed(string what) => new DieReference(Unit, Offset).Malformed(what);

    private readonly bool Has(Present attribute) => (_present & attribute) != 0;

    private void Take(DwarfUnit unit, ref DieReader reader, DwAttribute attribute, in AttributeValue value)
    {
        switch (attribute)
        {
            case DwAttribute.Sibling:
                Sibling = unit.TryReference(value, out DieOffset sibling) ? sibling : default;
                return;
            case DwAttribute.Name:
                NameAttribute = value;
                break;
            case DwAttribute.Type:
                TakeType(unit, ref reader, value);
                break;
            case DwAttribute.Declaration:
                _present |= value.IsTrue ? Present.Declaration : 0;
                break;
            default:
                if (!value.TryConstant(out ulong constant))
                {
                    _present |= PresenceOf(attribute, value);
                    return;
                }

                if (!TakeConstant(attribute, constant))
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
            case DwAttribute.BitOffset: _present |= Present.BitOffset; return false;
            case DwAttribute.LowerBound: _present |= Present.LowerBound; return false;
            default: return false;
        }

        return true;
    }

    /// <summary>What an attribute that is no constant tells by being there. Few are, so that the way of the others stays short.</summary>
    private static Present PresenceOf(DwAttribute attribute, in AttributeValue value) => attribute switch
    {
        DwAttribute.External => value.IsTrue ? Present.External : 0,
        DwAttribute.AbstractOrigin or DwAttribute.Specification => Present.Origin,
        DwAttribute.Signature => Present.Signature,
        DwAttribute.BitOffset => Present.BitOffset,
        DwAttribute.LowerBound => Present.LowerBound,
        DwAttribute.ByteSize or DwAttribute.BitSize or DwAttribute.DataBitOffset or DwAttribute.DataMemberLocation
            or DwAttribute.ConstValue or DwAttribute.DiscrValue or DwAttribute.Count or DwAttribute.UpperBound => Present.OtherForm,
        _ => 0,
    };
}
