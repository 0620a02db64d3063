# SPDX-License-Identifier: GPL-2.0-only
    .set EXTRA_ABBREVIATIONS, 1
    .macro extra_abbreviations
    abbreviation 40, TAG_base_type, 0, AT_name, FORM_strp, AT_byte_size, FORM_data1
    .endm
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lbad:
    die 40; .4byte 5; byte 4
    die VARIABLE; string "v"; ref .Lbad
    .section .debug_str, "", @progbits
    .ascii "only this, without an end"
    .section .debug_info, "", @progbits
    end
    end_unit
