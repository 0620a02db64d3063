# SPDX-License-Identifier: GPL-2.0-only
# Three relocations in .debug_info: the unit's abbreviations, a name, an address.
    .set EXTRA_ABBREVIATIONS, 1
    .macro extra_abbreviations
    abbreviation 40, TAG_base_type, 0, AT_name, FORM_strp, AT_byte_size, FORM_data1, AT_encoding, FORM_data1
    abbreviation 41, TAG_variable, 0, AT_name, FORM_string, AT_location, FORM_addr, AT_type, FORM_ref4
    .endm
    .include "dwarf.inc"
    .section .debug_str, "MS", @progbits, 1
    .asciz "first"
.Lname:
    .asciz "int"
    .data
    .globl v
v:  .long 0
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die 40; .4byte .Lname; byte 4; byte DW_ATE_signed
    die 41; string "v"; .8byte v; ref .Lint
    end
    end_unit
