// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.TestSupport;

/// <summary>Writes one unit: header, abbreviations, entries, and its part of <c>.debug_str_offsets</c>.</summary>
internal sealed class UnitWriter
{
    // References in LEB128 are padded to this, so that their size is known before their value.
    private const int UlebWidth = 4;

    private readonly DwarfSections _sections;
    private readonly UnitSpec _unit;
    private readonly string _section;
    private readonly ByteAssembler _bytes;
    private readonly ulong _start;
    private readonly Dictionary<string, ulong> _abbreviations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong> _strings = new(StringComparer.Ordinal);
    private ulong _stringOffsetsBase;

    public UnitWriter(DwarfSections sections, UnitSpec unit)
    {
        (_sections, _unit) = (sections, unit);
        _section = unit.InTypesSection ? ".debug_types" : ".debug_info";
        _bytes = unit.InTypesSection ? sections.Types : sections.Info;
        _start = (ulong)_bytes.Position;
    }

    private int OffsetWidth => _unit.Is64 ? 8 : 4;

    public void Write(IReadOnlyList<DieSpec> roots)
    {
        int lengthAt = WriteHeader();
        int? stringOffsetsLengthAt = BeginStringOffsets(roots);
        foreach (DieSpec root in roots)
        {
            WriteEntry(root);
        }

        _sections.Abbreviations.U8(0);
        _bytes.Patch(lengthAt, _unit.Length ?? (ulong)(_bytes.Position - lengthAt - OffsetWidth), OffsetWidth);
        if (stringOffsetsLengthAt is int at)
        {
            _sections.StringOffsets.Patch(at, (ulong)(_sections.StringOffsets.Position - at - OffsetWidth), OffsetWidth);
        }
    }

    private int WriteHeader()
    {
        ulong abbreviations = _unit.AbbreviationsOffset ?? (ulong)_sections.Abbreviations.Position;
        if (_unit.Is64)
        {
            _bytes.U32(0xffff_ffff);
        }

        int lengthAt = _bytes.Position;
        _bytes.Word(_unit.Is64, 0).U16(_unit.Version);
        if (_unit.Version >= 5)
        {
            _bytes.U8((ulong)_unit.Type).U8(_unit.AddressSize);
        }

        _sections.Offset(_section, _bytes, _unit.Is64, ".debug_abbrev", abbreviations);
        if (_unit.Version < 5)
        {
            _bytes.U8(_unit.AddressSize);
        }

        if (_unit.IsTypeUnit)
        {
            _bytes.U64(_unit.Signature);
            if (_unit.TypeLabel is string label)
            {
                _sections.Refer(new PendingReference(
                    _section, _bytes.Position, OffsetWidth, new DieTarget(DieTargetKind.Entry, label), _start, null));
            }

            _bytes.Word(_unit.Is64, 0);
        }
        else if (_unit.Version >= 5 && _unit.Type is DwUnitType.Skeleton or DwUnitType.SplitCompile)
        {
            _bytes.U64(_unit.Signature);
        }

        return lengthAt;
    }

    /// <summary>Starts the unit's part of <c>.debug_str_offsets</c> if it needs one.</summary>
    /// <returns>Where its length stands, or null when it has no header.</returns>
    private int? BeginStringOffsets(IReadOnlyList<DieSpec> roots)
    {
        ByteAssembler offsets = _sections.StringOffsets;
        _stringOffsetsBase = (ulong)offsets.Position;
        if (_unit.Version < 5 || !roots.Any(UsesStringOffsets))
        {
            return null;
        }

        if (_unit.Is64)
        {
            offsets.U32(0xffff_ffff);
        }

        int lengthAt = offsets.Position;
        offsets.Word(_unit.Is64, 0).U16(5).U16(0);
        _stringOffsetsBase = (ulong)offsets.Position;
        return lengthAt;
    }

    private static bool UsesStringOffsets(DieSpec die) => die.Children.Any(UsesStringOffsets) || die.Attributes.Any(
        attribute => (attribute.Value is string && IsStringIndex(attribute.Form))
            || attribute.Attribute == DwAttribute.StrOffsetsBase);

    private static bool IsStringIndex(DwForm form) => form is DwForm.Strx or DwForm.Strx1 or DwForm.Strx2 or DwForm.Strx3
        or DwForm.Strx4 or DwForm.GnuStrIndex;

    private void WriteEntry(DieSpec die)
    {
        if (die.Label is string label)
        {
            _sections.Labels[new DieTarget(DieTargetKind.Entry, label)] = (ulong)_bytes.Position;
        }

        ulong code = AbbreviationOf(die);
        _bytes.Uleb(die.Code ?? code);
        foreach (AttributeSpec attribute in die.Attributes)
        {
            WriteValue(attribute);
        }

        foreach (DieSpec child in die.Children)
        {
            WriteEntry(child);
        }

        if (die.HasChildren && !die.IsUnterminated)
        {
            _bytes.U8(0);
        }
    }

    private ulong AbbreviationOf(DieSpec die)
    {
        ByteAssembler record = new(_sections.Order);
        record.Uleb((ulong)die.Tag).U8(die.HasChildren ? 1u : 0u);
        foreach (AttributeSpec attribute in die.Attributes)
        {
            DwForm form = attribute.IsIndirect ? DwForm.Indirect : attribute.Form;
            record.Uleb((ulong)attribute.Attribute).Uleb((ulong)form);
            if (form == DwForm.ImplicitConst)
            {
                record.Sleb((long)(ulong)attribute.Value);
            }
        }

        record.U8(0).U8(0);
        byte[] bytes = record.ToArray();
        string key = Convert.ToHexString(bytes);
        if (!_abbreviations.TryGetValue(key, out ulong code))
        {
            code = (ulong)_abbreviations.Count + 1;
            _abbreviations[key] = code;
            _sections.Abbreviations.Uleb(code).Bytes(bytes);
        }

        return code;
    }

    private void WriteValue(AttributeSpec attribute)
    {
        if (attribute.IsIndirect)
        {
            _bytes.Uleb((ulong)attribute.Form);
        }

        switch (attribute.Value)
        {
            case ulong number:
                WriteNumber(attribute.Form, number, attribute.IsIndirect);
                break;
            case string text:
                WriteText(attribute.Form, text);
                break;
            case byte[] block:
                WriteBlock(attribute.Form, block);
                break;
            case RawValue raw:
                _bytes.Bytes(raw.Bytes);
                break;
            case DieTarget target:
                WriteReference(attribute.Form, target);
                break;
        }
    }

    private void WriteNumber(DwForm form, ulong value, bool isIndirect)
    {
        switch (form)
        {
            case DwForm.ImplicitConst when isIndirect:
            case DwForm.Sdata:
                _bytes.Sleb((long)value);
                break;
            case DwForm.Udata or DwForm.RefUdata or DwForm.Strx or DwForm.Addrx or DwForm.Loclistx or DwForm.Rnglistx
                or DwForm.GnuAddrIndex or DwForm.GnuStrIndex:
                _bytes.Uleb(value);
                break;
            default:
                _bytes.Number(value, Format.FixedSize(form));
                break;
        }
    }

    private void WriteText(DwForm form, string text)
    {
        if (form == DwForm.String)
        {
            _bytes.CString(text);
        }
        else if (IsStringIndex(form))
        {
            WriteNumber(form, StringIndexOf(text), isIndirect: false);
        }
        else
        {
            _sections.StringOffset(_section, _bytes, _unit.Is64, form, text);
        }
    }

    private ulong StringIndexOf(string text)
    {
        if (!_strings.TryGetValue(text, out ulong index))
        {
            index = (ulong)_strings.Count;
            _strings[text] = index;
            _sections.StringOffset(".debug_str_offsets", _sections.StringOffsets, _unit.Is64, DwForm.Strp, text);
        }

        return index;
    }

    private void WriteBlock(DwForm form, byte[] block)
    {
        _ = form switch
        {
            DwForm.Block1 => _bytes.U8((uint)block.Length),
            DwForm.Block2 => _bytes.U16((uint)block.Length),
            DwForm.Block4 => _bytes.U32((uint)block.Length),
            DwForm.Block or DwForm.Exprloc => _bytes.Uleb((uint)block.Length),
            _ => _bytes, // data16
        };
        _bytes.Bytes(block);
    }

    private void WriteReference(DwForm form, DieTarget target)
    {
        if (target.Kind == DieTargetKind.StringOffsets)
        {
            _sections.Offset(_section, _bytes, _unit.Is64, ".debug_str_offsets", _stringOffsetsBase);
            return;
        }

        bool isLocal = form is DwForm.Ref1 or DwForm.Ref2 or DwForm.Ref4 or DwForm.Ref8 or DwForm.RefUdata;
        int width = form == DwForm.RefUdata ? -UlebWidth : Format.FixedSize(form);
        bool isElsewhere = form is DwForm.GnuRefAlt or DwForm.RefSup4 or DwForm.RefSup8;
        string? section = isLocal || isElsewhere ? null : target.Kind == DieTargetKind.LineTable ? ".debug_line" : ".debug_info";
        _sections.Refer(new PendingReference(_section, _bytes.Position, width, target, isLocal ? _start : 0, section));
        if (width < 0)
        {
            _bytes.Uleb(0, -width);
        }
        else
        {
            _bytes.Number(0, width);
        }
    }

    private UnitFormat Format => new(_unit.Version, _unit.Is64, _unit.AddressSize);
}
