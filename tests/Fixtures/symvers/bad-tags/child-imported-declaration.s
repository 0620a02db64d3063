# SPDX-License-Identifier: GPL-2.0-only
    .set EXTRA_ABBREVIATIONS, 1
    .macro extra_abbreviations
    abbreviation 40, 0x3a, 0, AT_name, FORM_string, AT_type, FORM_ref4
    .endm
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lstruct:
    die STRUCT; string "holder"; byte 8
    die MEMBER; string "m"; ref .Lint; byte 0
    die 40; string "odd"; ref .Lint
    end
    die POINTER; byte 8; ref .Lstruct
    die VARIABLE; string "v"; ref .Lstruct
    die VARIABLE; string "harmless"; ref .Lint
    end
    end_unit
