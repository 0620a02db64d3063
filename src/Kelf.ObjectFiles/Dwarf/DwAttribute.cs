// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf;

/// <summary>Attributes of debugging entries that kelf reads (DWARF 5 Table 7.5); all others are passed over by form.</summary>
public enum DwAttribute : ushort
{
    /// <summary>No attribute.</summary>
    None = 0,

    /// <summary><c>DW_AT_sibling</c>.</summary>
    Sibling = 0x01,

    /// <summary><c>DW_AT_location</c>.</summary>
    Location = 0x02,

    /// <summary><c>DW_AT_name</c>.</summary>
    Name = 0x03,

    /// <summary><c>DW_AT_byte_size</c>.</summary>
    ByteSize = 0x0b,

    /// <summary><c>DW_AT_bit_size</c>.</summary>
    BitSize = 0x0d,

    /// <summary><c>DW_AT_stmt_list</c>.</summary>
    StmtList = 0x10,

    /// <summary><c>DW_AT_low_pc</c>.</summary>
    LowPc = 0x11,

    /// <summary><c>DW_AT_high_pc</c>.</summary>
    HighPc = 0x12,

    /// <summary><c>DW_AT_language</c>.</summary>
    Language = 0x13,

    /// <summary><c>DW_AT_discr</c>.</summary>
    Discr = 0x15,

    /// <summary><c>DW_AT_discr_value</c>.</summary>
    DiscrValue = 0x16,

    /// <summary><c>DW_AT_comp_dir</c>.</summary>
    CompDir = 0x1b,

    /// <summary><c>DW_AT_const_value</c>.</summary>
    ConstValue = 0x1c,

    /// <summary><c>DW_AT_inline</c>.</summary>
    Inline = 0x20,

    /// <summary><c>DW_AT_lower_bound</c>.</summary>
    LowerBound = 0x22,

    /// <summary><c>DW_AT_producer</c>.</summary>
    Producer = 0x25,

    /// <summary><c>DW_AT_upper_bound</c>.</summary>
    UpperBound = 0x2f,

    /// <summary><c>DW_AT_abstract_origin</c>.</summary>
    AbstractOrigin = 0x31,

    /// <summary><c>DW_AT_accessibility</c>.</summary>
    Accessibility = 0x32,

    /// <summary><c>DW_AT_count</c>.</summary>
    Count = 0x37,

    /// <summary><c>DW_AT_data_member_location</c>.</summary>
    DataMemberLocation = 0x38,

    /// <summary><c>DW_AT_decl_file</c>.</summary>
    DeclFile = 0x3a,

    /// <summary><c>DW_AT_decl_line</c>.</summary>
    DeclLine = 0x3b,

    /// <summary><c>DW_AT_declaration</c>.</summary>
    Declaration = 0x3c,

    /// <summary><c>DW_AT_encoding</c>.</summary>
    Encoding = 0x3e,

    /// <summary><c>DW_AT_external</c>.</summary>
    External = 0x3f,

    /// <summary><c>DW_AT_specification</c>.</summary>
    Specification = 0x47,

    /// <summary><c>DW_AT_type</c>.</summary>
    Type = 0x49,

    /// <summary><c>DW_AT_ranges</c>.</summary>
    Ranges = 0x55,

    /// <summary><c>DW_AT_signature</c>.</summary>
    Signature = 0x69,

    /// <summary><c>DW_AT_data_bit_offset</c>.</summary>
    DataBitOffset = 0x6b,

    /// <summary><c>DW_AT_linkage_name</c>.</summary>
    LinkageName = 0x6e,

    /// <summary><c>DW_AT_str_offsets_base</c>.</summary>
    StrOffsetsBase = 0x72,

    /// <summary><c>DW_AT_addr_base</c>.</summary>
    AddrBase = 0x73,

    /// <summary><c>DW_AT_rnglists_base</c>.</summary>
    RnglistsBase = 0x74,

    /// <summary><c>DW_AT_dwo_name</c>.</summary>
    DwoName = 0x76,

    /// <summary><c>DW_AT_alignment</c>.</summary>
    Alignment = 0x88,

    /// <summary><c>DW_AT_MIPS_linkage_name</c>.</summary>
    MipsLinkageName = 0x2007,

    /// <summary><c>DW_AT_GNU_dwo_name</c>.</summary>
    GnuDwoName = 0x2130,

    /// <summary><c>DW_AT_GNU_addr_base</c>.</summary>
    GnuAddrBase = 0x2133,
}
