# SPDX-License-Identifier: GPL-2.0-only
# What DWARF 5 adds: strx forms, line_strp, data16, implicit_const, ref_sig8, addrx, lists.
    .set EXTRA_ABBREVIATIONS, 1
    .macro extra_abbreviations
    abbreviation 40, TAG_compile_unit, 1, AT_name, FORM_strx1, AT_str_offsets_base, FORM_sec_offset, AT_stmt_list, FORM_sec_offset
    abbreviation 41, TAG_base_type, 0, AT_name, FORM_strx, AT_byte_size, FORM_data1, AT_encoding, FORM_data1
    abbreviation 42, TAG_variable, 0, AT_name, FORM_strx1, AT_type, FORM_ref4
    abbreviation 43, TAG_variable, 0, AT_name, FORM_strx2, AT_type, FORM_ref4
    abbreviation 44, TAG_variable, 0, AT_name, FORM_strx3, AT_type, FORM_ref4
    abbreviation 45, TAG_variable, 0, AT_name, FORM_strx4, AT_type, FORM_ref4, AT_location, 0x1b
    abbreviation 46, TAG_structure_type, 1, AT_name, FORM_line_strp, AT_byte_size, FORM_data16, AT_alignment, FORM_udata
    .uleb128 47, TAG_structure_type
    .byte 1
    .uleb128 AT_name, FORM_strx4, AT_byte_size, FORM_implicit_const
    .sleb128 -1
    .uleb128 AT_decl_file, FORM_implicit_const
    .sleb128 1
    .byte 0, 0
    abbreviation 48, TAG_enumeration_type, 1, AT_name, FORM_string, AT_byte_size, FORM_data1
    abbreviation 49, TAG_enumerator, 0, AT_name, FORM_string, AT_const_value, FORM_data16
    .uleb128 50, TAG_enumerator
    .byte 0
    .uleb128 AT_name, FORM_string, AT_const_value, FORM_implicit_const
    .sleb128 -77
    .byte 0, 0
    abbreviation 51, TAG_variable, 0, AT_name, FORM_string, AT_location, 0x22, 0x2003, 0x23, 0x2004, 0x2c, 0x2005, 0x29, 0x2006, 0x2a, 0x2007, 0x2b, AT_type, FORM_ref4
    abbreviation 52, TAG_variable, 0, AT_name, FORM_string, 0x2003, FORM_data16, 0x2004, 0x1d, AT_type, FORM_ref_sig8
    abbreviation 53, TAG_type_unit, 1, AT_name, FORM_string
    .endm
    .include "dwarf.inc"
    .section .debug_str, "MS", @progbits, 1
.Ls0:
    .asciz "unit"
.Ls1:
    .asciz "base"
.Ls2:
    .asciz "v_strx1"
.Ls3:
    .asciz "v_strx2"
.Ls4:
    .asciz "v_strx3"
.Ls5:
    .asciz "v_strx4"
.Ls6:
    .asciz "implicit"
    .section .debug_line_str, "MS", @progbits, 1
.Lline_name:
    .asciz "name in line_str"
.Lfile0:
    .asciz "private.c"
.Lfile1:
    .asciz "public.h"
.Ldirectory:
    .asciz "."
    .section .debug_str_offsets, "", @progbits
    .4byte 9f - 8f
8:  .2byte 5, 0
.Loffsets:
    .4byte .Ls0, .Ls1, .Ls2, .Ls3, .Ls4, .Ls5, .Ls6
9:
    .section .debug_line, "", @progbits
.Llines:
    .4byte 9f - 8f
8:  .2byte 5
    .byte 8, 0
    .4byte 7f - 6f
6:  .byte 1, 1, 1, 0, 1, 1
    .byte 1                     # directories: one field, one entry
    .uleb128 1, FORM_line_strp
    .uleb128 1
    .4byte .Ldirectory
    .byte 2                     # files: two fields, two entries
    .uleb128 1, FORM_line_strp, 2, FORM_udata
    .uleb128 2
    .4byte .Lfile0
    .uleb128 0
    .4byte .Lfile1
    .uleb128 0
7:
9:
    abbreviations
    unit 5
    die 40; byte 0; .4byte .Loffsets; .4byte .Llines
.Lbase:
    die 41; .uleb128 1; byte 4; byte DW_ATE_signed
    die 42; byte 2; ref .Lbase
    die 43; .2byte 3; ref .Lnamed
    die 44; byte 4; byte 0; byte 0; ref .Limplicit
    die 45; .4byte 5; ref .Lenum; .uleb128 0
.Lnamed:
    die 46; .4byte .Lline_name; .8byte 1, 2; .uleb128 64
    die MEMBER; string "m"; ref .Lbase; byte 0
    end
.Limplicit:
    die 47; .4byte 6
    die MEMBER; string "m"; ref .Lbase; byte 0
    end
.Lenum:
    die 48; string "constants"; byte 16
    die 49; string "data16"; .8byte 1, 2
    die 50; string "implicit"
    end
    die 51; string "v_indexes"; .uleb128 0; .uleb128 1; .4byte 2; byte 0; .2byte 0; byte 0; byte 0; byte 0; ref .Lbase
    die 52; string "v_signature"; .8byte 1, 2; .4byte 0; .8byte 0x1122334455667788
    end
    end_unit

.Ltype_unit:
    .4byte 9f - 8f
8:  .2byte 5
    .byte 2, 8                  # DW_UT_type
    .4byte .Labbreviations
    .8byte 0x1122334455667788
    .4byte .Lin_type_unit - .Ltype_unit
    die 53; string "type unit"
.Lin_type_unit:
    die STRUCT; string "by_signature"; byte 12
    end
    end
9:
