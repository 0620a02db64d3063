# SPDX-License-Identifier: GPL-2.0-only
    .set EXTRA_ABBREVIATIONS, 1
    .macro extra_abbreviations
    abbreviation 40, TAG_variant_part, 1
    abbreviation 41, TAG_ptr_to_member_type, 0
    .endm
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lstruct:
    die STRUCT; string "holder"; byte 8
    die 40
    die 41
    end
    end
    die VARIABLE; string "v"; ref .Lstruct
    end
    end_unit
