// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;

namespace Kelf.Kernel.Symvers.Walk;

/// <content>What each kind of entry looks like: the beginning of its text, its list of children, and the end.</content>
internal sealed partial class TypeWalk
{
    private void Begin(ref WalkFrame frame)
    {
        switch (frame.Tag)
        {
            case DwTag.Subprogram when frame.Record < 0:
                Literal("subprogram ("u8);
                Break(PieceKind.BreakIn);
                BeginChildren(ref frame);
                break;
            case DwTag.Variable when frame.Record < 0:
                Literal("variable "u8);
                frame.Phase = WalkPhase.Type;
                break;
            case DwTag.SubroutineType:
                Literal("subroutine_type ("u8);
                Break(PieceKind.BreakIn);
                BeginChildren(ref frame);
                break;
            case DwTag.StructureType or DwTag.ClassType or DwTag.UnionType or DwTag.EnumerationType:
                BeginAggregate(ref frame);
                break;
            case DwTag.Member or DwTag.FormalParameter:
                BeginMember(ref frame);
                break;
            case DwTag.Enumerator:
                Enumerator(ref frame);
                break;
            case DwTag.VariantPart or DwTag.Variant:
                Separator(frame);
                Literal(frame.Tag == DwTag.Variant ? "variant {"u8 : "variant_part {"u8);
                Break(PieceKind.BreakIn);
                BeginChildren(ref frame);
                break;
            case DwTag.ArrayType:
                Literal("array_type"u8);
                Subranges(ref frame);
                Literal(" {"u8);
                Break(PieceKind.BreakIn);
                frame.Phase = WalkPhase.Type;
                break;
            case DwTag.SubrangeType:
                Subrange(frame.Die);
                frame.Phase = WalkPhase.End;
                break;
            case DwTag.BaseType:
                Literal("base_type"u8);
                QualifiedName(ref frame);
                ByteSize(ref frame);
                Attribute(" encoding("u8, frame.Die.HasEncoding, frame.Die.Encoding);
                Attribute(" alignment("u8, frame.Die.HasAlignment, frame.Die.Alignment);
                frame.Phase = WalkPhase.End;
                break;
            case DwTag.UnspecifiedType:
                Literal("unspecified_type"u8);
                frame.Phase = WalkPhase.End;
                break;
            default:
                BeginWrapper(ref frame);
                break;
        }
    }

    /// <summary>Pointers, qualifiers, typedefs: a name and one type between braces.</summary>
    private void BeginWrapper(ref WalkFrame frame)
    {
        ReadOnlySpan<byte> tag = TagText(frame.Tag);
        if (tag.IsEmpty)
        {
            throw UnexpectedType(frame);
        }

        Literal(tag);
        QualifiedName(ref frame);
        Literal(" {"u8);
        Break(PieceKind.BreakIn);
        frame.Phase = WalkPhase.Type;
    }

    private void BeginAggregate(ref WalkFrame frame)
    {
        if (frame.Tag == DwTag.UnionType && _options.Stable && BeginUnion(ref frame))
        {
            // Never referred to by name: what stands in its place is written out.
            return;
        }

        ReadOnlySpan<byte> name = NameAggregate(ref frame);
        Literal(TagText(frame.Tag));
        Name(name);
        Literal(" {"u8);
        Break(PieceKind.BreakIn);
        frame.IsExpanded = !frame.Die.IsDeclaration && !IsPrivate(frame) && !_rules.IsDeclarationOnly(name);
        if (frame.IsExpanded)
        {
            BeginChildren(ref frame);
        }
        else
        {
            AfterChildren(ref frame);
        }
    }

    /// <summary>A type defined in a <c>.c</c> file cannot be used by modules; its layout is nobody's business.</summary>
    private static bool IsPrivate(in WalkFrame frame) =>
        frame.Die.HasDeclFile && frame.Unit.Files.Name(frame.Die.DeclFile).EndsWith(".c"u8);

    private void BeginMember(ref WalkFrame frame)
    {
        _restoredName = null;
        Separator(frame);
        Literal(frame.Tag == DwTag.Member ? "member "u8 : "formal_parameter "u8);
        frame.Phase = WalkPhase.Type;
    }

    private void EndMember(ref WalkFrame frame)
    {
        ref readonly TypeEntry die = ref frame.Die;
        if ((_options.Canonical ? RestoredName(frame) : _restoredName) is { } restored)
        {
            Literal(" "u8);
            NameOrReference(restored);
        }
        else if (die.NameAttribute.Form != DwForm.None)
        {
            ReadOnlySpan<byte> name = die.Unit.StringOrEmpty(die.NameAttribute, out bool isString);
            if (isString && !(_options.Stable && name.StartsWith("__kabi_"u8)))
            {
                Literal(" "u8);
                NameOrReference(name);
            }
        }

        Attribute(" accessibility("u8, die.HasAccessibility, die.Accessibility);
        Place(die);
    }

    private void Enumerator(ref WalkFrame frame)
    {
        frame.Phase = WalkPhase.End;
        ReadOnlySpan<byte> name = Qualify(frame);
        bool hasValue = frame.Die.HasConstValue;
        ulong value = frame.Die.Constant;
        if (!_rules.IsEmpty && frame.ListOf == DwTag.EnumerationType)
        {
            // The enumeration is the level around this one; a rule names both.
            WalkFrame enumeration = _frames[_depth - 2];
            byte[] own = name.ToArray();
            ReadOnlySpan<byte> outer = Qualify(enumeration);
            if (_rules.IsEnumeratorIgnored(outer, own))
            {
                return;
            }

            if (_rules.TryEnumeratorValue(outer, own, out ulong replaced))
            {
                (hasValue, value) = (true, replaced);
            }

            name = own;
        }

        Separator(frame);
        Literal("enumerator"u8);
        Name(name);
        if (hasValue)
        {
            Literal(" = "u8);
            Number(value);
        }
        else if (TryWideConstant(frame.Die, DwAttribute.ConstValue, out UInt128 wide))
        {
            Literal(" = "u8);
            WideNumber(wide);
        }
    }

    private void Subranges(ref WalkFrame frame)
    {
        ChildEntries subranges = frame.Die.ChildrenOf(DwTag.SubrangeType);
        while (subranges.MoveNext())
        {
            Subrange(subranges.Current);
        }

        _budget.Read(subranges.BytesRead);
        _firstItem = false;
    }

    private void Subrange(in TypeEntry die)
    {
        Literal("["u8);
        if (die.HasCount)
        {
            Number(die.Count);
        }
        else if (die.HasUpperBound)
        {
            Number(unchecked(die.UpperBound + 1));
        }

        Literal("]"u8);
    }

    private void BeginChildren(ref WalkFrame frame)
    {
        _firstItem = true;
        frame.Next = frame.Die.End;
        frame.Phase = WalkPhase.Children;
    }

    private void NextChild(ref WalkFrame frame)
    {
        if (frame.Die.HasChildren)
        {
            DieReader reader = frame.Unit.EntriesFrom(new DieOffset(frame.Unit.Start.Value + (ulong)frame.Next));
            while (reader.Next() && reader.Tag != DwTag.None)
            {
                if (IsItem(frame, reader.Tag, reader.Offset))
                {
                    TypeEntry item = TypeEntry.Read(frame.Unit, ref reader);
                    reader.SkipChildren(item.Sibling);
                    _budget.Read(reader.Position - frame.Next);
                    frame.Next = reader.Position;
                    if (_options.Stable && IsIgnoredMember(frame, item))
                    {
                        continue;
                    }

                    VisitItem(frame, item);
                    return;
                }

                reader.SkipSubtree();
            }

            _budget.Read(reader.Position - frame.Next);
        }

        _firstItem = false;
        AfterChildren(ref frame);
    }

    private void VisitItem(in WalkFrame frame, in TypeEntry item)
    {
        int number = Records.Find(item.Offset);
        if (number < 0)
        {
            number = Records.Add(item.Offset, item.Tag);
        }

        _scratch.Numbered(PieceKind.Record, number);
        if (MustBuild(number, frame.Unit, frame.Tag, frame.EntersNoAggregate))
        {
            Push(item, number, item.Tag, frame.Tag, frame.EntersNoAggregate);
        }
    }

    private bool IsItem(in WalkFrame frame, DwTag child, DieOffset offset) => frame.Tag switch
    {
        DwTag.EnumerationType => child == DwTag.Enumerator,
        DwTag.Subprogram or DwTag.SubroutineType => child == DwTag.FormalParameter,
        DwTag.Variant => child == DwTag.Member,
        DwTag.VariantPart => true,
        _ => child switch
        {
            DwTag.Member or DwTag.VariantPart => true,
            DwTag.ClassType or DwTag.EnumerationType or DwTag.StructureType or DwTag.UnionType
                or DwTag.TemplateTypeParameter or DwTag.Subprogram => false,
            _ => throw EntryErrors.At(frame.Unit, offset,
                $"unexpected structure_type child: {(ushort)child:x} ({DwarfNames.Of(child)}) in {NameForMessages(frame)}"),
        },
    };

    private void AfterChildren(ref WalkFrame frame)
    {
        Break(PieceKind.BreakOut);
        frame.Phase = WalkPhase.End;
        switch (frame.Tag)
        {
            case DwTag.Subprogram or DwTag.SubroutineType:
                Literal(")"u8);
                Break(PieceKind.Break);
                Literal("-> "u8);
                frame.Phase = WalkPhase.Type;
                break;
            case DwTag.Variant:
                Literal("}"u8);
                Attribute(" discr_value("u8, frame.Die.HasDiscrValue, frame.Die.Constant);
                if (TryWideConstant(frame.Die, DwAttribute.DiscrValue, out UInt128 wide))
                {
                    Literal(" discr_value("u8);
                    WideNumber(wide);
                    Literal(")"u8);
                }

                break;
            default:
                Literal("}"u8);
                if (frame.IsExpanded)
                {
                    ByteSize(ref frame);
                    Attribute(" alignment("u8, frame.Die.HasAlignment, frame.Die.Alignment);
                }

                break;
        }
    }

    private void End(ref WalkFrame frame)
    {
        switch (frame.Tag)
        {
            case DwTag.Member or DwTag.FormalParameter:
                EndMember(ref frame);
                break;
            case DwTag.ArrayType:
                Break(PieceKind.BreakOut);
                Literal("}"u8);
                break;
            case DwTag tag when IsWrapper(tag):
                Break(PieceKind.BreakOut);
                Literal("}"u8);
                ByteSize(ref frame);
                Attribute(" alignment("u8, frame.Die.HasAlignment, frame.Die.Alignment);
                break;
        }
    }

    private void Separator(in WalkFrame item)
    {
        bool isFirst = _options.Canonical ? IsFirstOfList(item) : _firstItem;
        _firstItem = false;
        if (!isFirst)
        {
            Literal(" ,"u8);
            Break(PieceKind.Break);
        }
    }

    private bool IsFirstOfList(in WalkFrame item)
    {
        if (item.ListOf == DwTag.None)
        {
            throw UnexpectedType(item);
        }

        ref WalkFrame list = ref _frames[_depth - 2];
        bool isFirst = !list.HasItems;
        list.HasItems = true;
        return isFirst;
    }

    private void ByteSize(ref WalkFrame frame)
    {
        ulong size = frame.Die.ByteSize;
        if (frame.Die.HasByteSize && !_rules.IsEmpty && _rules.TryByteSize(Qualify(frame), out ulong replaced))
        {
            size = replaced;
        }

        Attribute(" byte_size("u8, frame.Die.HasByteSize, size);
    }

    private void Attribute(ReadOnlySpan<byte> text, bool isPresent, ulong value)
    {
        if (isPresent)
        {
            Literal(text);
            Number(value);
            Literal(")"u8);
        }
    }

    private void Literal(ReadOnlySpan<byte> text)
    {
        _scratch.Literal(text);
        _dump?.Literal(text);
    }

    private void Number(ulong value)
    {
        int start = _scratch.Length;
        _scratch.Number(value);
        _dump?.Literal(_scratch.From(start));
    }

    private void Break(PieceKind kind)
    {
        _scratch.Break(kind);
        _dump?.Break(kind);
    }

    private static bool IsWrapper(DwTag tag) => !TagText(tag).IsEmpty && tag is not (DwTag.StructureType
        or DwTag.ClassType or DwTag.UnionType or DwTag.EnumerationType);

    private static ReadOnlySpan<byte> TagText(DwTag tag) => tag switch
    {
        DwTag.StructureType => "structure_type"u8,
        DwTag.ClassType => "class_type"u8,
        DwTag.UnionType => "union_type"u8,
        DwTag.EnumerationType => "enumeration_type"u8,
        DwTag.PointerType => "pointer_type"u8,
        DwTag.ReferenceType => "reference_type"u8,
        DwTag.RvalueReferenceType => "rvalue_reference_type"u8,
        DwTag.ConstType => "const_type"u8,
        DwTag.VolatileType => "volatile_type"u8,
        DwTag.RestrictType => "restrict_type"u8,
        DwTag.AtomicType => "atomic_type"u8,
        DwTag.PackedType => "packed_type"u8,
        DwTag.SharedType => "shared_type"u8,
        DwTag.ImmutableType => "immutable_type"u8,
        DwTag.Typedef => "typedef_type"u8,
        DwTag.TemplateTypeParameter => "template_type_parameter_type"u8,
        _ => default,
    };
}
