# SPDX-License-Identifier: GPL-2.0-only
    .set EXTRA_ABBREVIATIONS, 1
    .macro extra_abbreviations
    abbreviation 40, TAG_base_type, 0, AT_name, FORM_strx1, AT_byte_size, FORM_data1
    abbreviation 41, TAG_compile_unit, 1, AT_str_offsets_base, FORM_sec_offset
    .endm
    .include "dwarf.inc"
    abbreviations
    unit 5
    die 41; .4byte 8
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lbad:
    die 40; byte 9; byte 4
    die VARIABLE; string "v"; ref .Lbad
    .section .debug_str, "", @progbits
    .asciz "int"
    .section .debug_str_offsets, "", @progbits
    .4byte 8
    .2byte 5, 0
    .4byte 0
    .section .debug_info, "", @progbits
    end
    end_unit
