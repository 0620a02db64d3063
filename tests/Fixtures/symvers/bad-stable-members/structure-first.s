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
.Ls:
    die STRUCT; string "s"; byte 4
    die 40; string "__kabi_reserved0"
    end
.Lu:
    die UNION; string "u"; byte 4
    die MEMBER; string "m"; ref .Ls; byte 0
    end
    die VARIABLE; string "v"; ref .Lu
    end
    end_unit
