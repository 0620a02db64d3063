// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.TestSupport;

/// <summary>
/// The verbs of tests about DWARF; with <c>using static Kelf.TestSupport.Dw</c> a test reads like a dump.
/// </summary>
/// <example><code>
/// Die(DwTag.CompileUnit, Name("a.c"),
///     Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5)),
///     Die("s", DwTag.StructureType, Name("s"), ByteSize(4),
///         Die(DwTag.Member, Name("m"), Type("int"), Location(0))))
/// </code></example>
public static class Dw
{
    /// <summary>An entry.</summary>
    public static DieSpec Die(DwTag tag, params DieItem[] items) => new(null, tag, items);

    /// <summary>An entry that others refer to.</summary>
    public static DieSpec Die(string label, DwTag tag, params DieItem[] items) => new(label, tag, items);

    /// <summary>An attribute that is a number.</summary>
    public static AttributeSpec At(DwAttribute attribute, DwForm form, ulong value) => new(attribute, form, value);

    /// <summary>
    /// An attribute that is a string; with <c>strp</c>, <c>strx</c>, ... it is put into the section that holds it.
    /// </summary>
    public static AttributeSpec At(DwAttribute attribute, DwForm form, string value) => new(attribute, form, value);

    /// <summary>An attribute that is a block, an expression or 16 bytes of data.</summary>
    public static AttributeSpec At(DwAttribute attribute, DwForm form, byte[] value) => new(attribute, form, value);

    /// <summary>An attribute whose value is these bytes, right or wrong.</summary>
    public static AttributeSpec Raw(DwAttribute attribute, DwForm form, params byte[] bytes) =>
        new(attribute, form, new RawValue(bytes));

    /// <summary>A reference to a labelled entry: within the unit, or with <c>ref_addr</c> anywhere.</summary>
    public static AttributeSpec Ref(DwAttribute attribute, string label, DwForm form = DwForm.Ref4) =>
        new(attribute, form, new DieTarget(DieTargetKind.Entry, label));

    /// <summary><c>DW_AT_name</c>.</summary>
    public static AttributeSpec Name(string name, DwForm form = DwForm.String) => At(DwAttribute.Name, form, name);

    /// <summary><c>DW_AT_type</c>.</summary>
    public static AttributeSpec Type(string label, DwForm form = DwForm.Ref4) => Ref(DwAttribute.Type, label, form);

    /// <summary><c>DW_AT_byte_size</c>.</summary>
    public static AttributeSpec ByteSize(ulong size) => At(DwAttribute.ByteSize, DwForm.Data1, size);

    /// <summary><c>DW_AT_encoding</c>.</summary>
    public static AttributeSpec Encoding(ulong encoding) => At(DwAttribute.Encoding, DwForm.Data1, encoding);

    /// <summary><c>DW_AT_data_member_location</c>.</summary>
    public static AttributeSpec Location(ulong offset) => At(DwAttribute.DataMemberLocation, DwForm.Data1, offset);

    /// <summary><c>DW_AT_const_value</c>.</summary>
    public static AttributeSpec ConstValue(long value) => At(DwAttribute.ConstValue, DwForm.Sdata, (ulong)value);

    /// <summary><c>DW_AT_upper_bound</c>.</summary>
    public static AttributeSpec UpperBound(ulong bound) => At(DwAttribute.UpperBound, DwForm.Data1, bound);

    /// <summary><c>DW_AT_decl_file</c>.</summary>
    public static AttributeSpec DeclFile(ulong number) => At(DwAttribute.DeclFile, DwForm.Data1, number);

    /// <summary>A flag that is present.</summary>
    public static AttributeSpec Flag(DwAttribute attribute) => At(attribute, DwForm.FlagPresent, 0);

    /// <summary>The addresses of an entry: where they begin, and how many there are.</summary>
    public static DieItem[] Code(ulong start, ulong length) =>
        [At(DwAttribute.LowPc, DwForm.Addr, start), At(DwAttribute.HighPc, DwForm.Data4, length)];

    /// <summary><c>DW_AT_stmt_list</c>: the line table of that label.</summary>
    public static AttributeSpec StmtList(string label, DwForm form = DwForm.SecOffset) =>
        new(DwAttribute.StmtList, form, new DieTarget(DieTargetKind.LineTable, label));

    /// <summary><c>DW_AT_str_offsets_base</c>: where the unit's own offsets start.</summary>
    public static AttributeSpec StrOffsetsBase() =>
        new(DwAttribute.StrOffsetsBase, DwForm.SecOffset, new DieTarget(DieTargetKind.StringOffsets, ""));
}
