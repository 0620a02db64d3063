# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    .section .debug_abbrev, "", @progbits
.Labbreviations:
    abbreviation CU, TAG_compile_unit, 1, AT_name, FORM_string
    abbreviation VARIABLE, TAG_variable, 0, AT_name, FORM_string, AT_type, FORM_ref4
    .uleb128 3, TAG_base_type
    .byte 0
    .uleb128 AT_name
    .section .debug_info, "", @progbits
    unit 4
    die CU; string "e.c"
    die 3
    end
    end_unit
