# SPDX-License-Identifier: GPL-2.0-only
    .set EXTRA_ABBREVIATIONS, 1
    .macro extra_abbreviations
    abbreviation 40, TAG_member, 0, AT_name, FORM_string
    .endm
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lu:
    die STRUCT; string "s"; byte 4
    die 40; string "untyped"
    end
    die VARIABLE; string "v"; ref .Lu
    end
    end_unit
