# SPDX-License-Identifier: GPL-2.0-only
# Every DWARF 2-4 form that an attribute may have, on attributes that are printed, and on others
# (DW_AT_location, DW_AT_sibling) that have to be skipped.
    .set EXTRA_ABBREVIATIONS, 1
    .macro extra_abbreviations
    abbreviation 40, TAG_base_type, 0, AT_byte_size, FORM_data2, AT_encoding, FORM_data4, AT_name, FORM_strp, AT_alignment, FORM_data8
    abbreviation 41, TAG_base_type, 0, AT_byte_size, FORM_udata, AT_encoding, FORM_sdata, AT_name, FORM_string
    abbreviation 42, TAG_variable, 0, AT_location, FORM_block1, AT_name, FORM_string, AT_type, FORM_ref1, AT_external, FORM_flag
    abbreviation 43, TAG_variable, 0, AT_location, FORM_block2, AT_name, FORM_string, AT_type, FORM_ref2, AT_external, FORM_flag_present
    abbreviation 44, TAG_variable, 0, AT_location, FORM_block4, AT_name, FORM_string, AT_type, FORM_ref8, AT_sibling, FORM_ref4
    abbreviation 45, TAG_variable, 0, AT_location, FORM_block, AT_name, FORM_string, AT_type, FORM_ref_udata
    abbreviation 46, TAG_variable, 0, AT_location, FORM_exprloc, AT_name, FORM_string, AT_type, FORM_ref_addr
    abbreviation 47, TAG_variable, 0, AT_location, FORM_sec_offset, AT_name, FORM_indirect, AT_type, FORM_indirect
    abbreviation 48, TAG_structure_type, 1, AT_byte_size, FORM_indirect, AT_name, FORM_indirect
    abbreviation 49, TAG_member, 0, AT_type, FORM_ref4, AT_data_member_location, FORM_block1, AT_name, FORM_string
    abbreviation 50, TAG_member, 0, AT_type, FORM_ref4, AT_data_member_location, FORM_sdata, AT_name, FORM_string, AT_bit_size, FORM_udata, AT_data_bit_offset, FORM_data2, AT_accessibility, FORM_data4
    abbreviation 51, TAG_structure_type, 1, AT_name, FORM_string, AT_declaration, FORM_flag
    abbreviation 52, TAG_array_type, 1, AT_type, FORM_ref4
    abbreviation 53, TAG_subrange_type, 0, AT_count, FORM_data8
    abbreviation 54, TAG_subrange_type, 0, AT_upper_bound, FORM_sdata
    abbreviation 55, TAG_subrange_type, 0, AT_upper_bound, FORM_exprloc
    abbreviation 56, TAG_subrange_type, 0
    abbreviation 57, TAG_subrange_type, 0, AT_count, FORM_block1, AT_upper_bound, FORM_udata
    abbreviation 58, TAG_enumeration_type, 1, AT_name, FORM_string, AT_byte_size, FORM_data1
    abbreviation 59, TAG_enumerator, 0, AT_name, FORM_string, AT_const_value, FORM_data1
    abbreviation 60, TAG_enumerator, 0, AT_name, FORM_string, AT_const_value, FORM_data2
    abbreviation 61, TAG_enumerator, 0, AT_name, FORM_string, AT_const_value, FORM_data4
    abbreviation 62, TAG_enumerator, 0, AT_name, FORM_string, AT_const_value, FORM_data8
    abbreviation 63, TAG_enumerator, 0, AT_name, FORM_string, AT_const_value, FORM_sdata
    abbreviation 64, TAG_enumerator, 0, AT_name, FORM_string, AT_const_value, FORM_udata
    abbreviation 65, TAG_enumerator, 0, AT_name, FORM_string, AT_const_value, FORM_block1
    abbreviation 66, TAG_enumerator, 0, AT_name, FORM_string, AT_const_value, FORM_string
    abbreviation 67, TAG_base_type, 0, AT_name, FORM_data4, AT_byte_size, FORM_string, AT_encoding, FORM_flag
    abbreviation 68, TAG_variable, 0, AT_name, FORM_string, AT_type, FORM_data4
    abbreviation 300, TAG_variable, 0, AT_name, FORM_string, 0x2001, FORM_addr, 0x2002, FORM_data8, AT_type, FORM_ref4
    .endm
    .include "dwarf.inc"
    .section .debug_str, "MS", @progbits, 1
    .asciz "not used"
.Lname:
    .asciz "from debug_str"
    abbreviations
    unit 4
    die CU; string "forms.c"
.Lbase:
    die 40; .2byte 4; .4byte 5; .4byte .Lname; .8byte 16
.Ludata:
    die 41; .uleb128 300; .sleb128 -2; string "sdata"
.Lodd:
    die 67; .4byte 1; string "no size"; byte 7
    die 42; byte 2; byte 1; byte 2; string "v_ref1"; byte (.Lbase - .Lunit0); byte 0
    die 43; .2byte 3; byte 1; byte 2; byte 3; string "v_ref2"; .2byte (.Lbase - .Lunit0)
    die 44; .4byte 1; byte 1; string "v_ref8"; .8byte (.Ludata - .Lunit0); ref .Lnext
.Lnext:
    die 45; .uleb128 0; string "v_ref_udata"; .uleb128 (.Lodd - .Lunit0)
    die 46; .uleb128 4; .4byte 0; string "v_ref_addr"; ref_addr .Lstruct
    die 47; .4byte 0; .uleb128 FORM_string; string "v_indirect"; .uleb128 FORM_ref4; ref .Larrays
.Lstruct:
    die 48; .uleb128 FORM_udata; .uleb128 70000; .uleb128 FORM_string; string "indirect"
    die 49; ref .Lbase; byte 2; byte 0x23; byte 8; string "expression"
    die 50; ref .Ludata; .sleb128 -8; string "negative"; .uleb128 130; .2byte 65535; .4byte 4294967295
    end
.Ldeclared:
    die 51; string "not_a_declaration"; byte 0
    die MEMBER; string "m"; ref .Lbase; byte 255
    end
.Ldeclaration:
    die 51; string "a_declaration"; byte 2
    die MEMBER; string "m"; ref .Lbase; byte 255
    end
.Larrays:
    die 52; ref .Lenum
    die 53; .8byte 18446744073709551615
    die 54; .sleb128 -1
    die 54; .sleb128 -2
    die 55; .uleb128 1; byte 0x30
    die 56
    die 57; byte 1; byte 0; .uleb128 6
    end
.Lenum:
    die 58; string "constants"; byte 8
    die 59; string "data1"; byte 255
    die 60; string "data2"; .2byte 65535
    die 61; string "data4"; .4byte 4294967295
    die 62; string "data8"; .8byte 18446744073709551615
    die 63; string "sdata"; .sleb128 -9223372036854775808
    die 64; string "udata"; .uleb128 18446744073709551615
    die 65; string "block"; byte 2; .2byte 1
    die 66; string "string"; string "5"
    die 60; string ""; .2byte 0
    end
    die VARIABLE; string "v_declared"; ref .Ldeclared
    die VARIABLE; string "v_declaration"; ref .Ldeclaration
    die 68; string "v_data"; .4byte 30
    die 300; string "v_far_number"; .8byte 0; .8byte 1; ref .Lbase
    end
    end_unit
