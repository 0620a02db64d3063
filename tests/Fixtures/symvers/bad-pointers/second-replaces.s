# SPDX-License-Identifier: GPL-2.0-only
    .set EXTRA_ABBREVIATIONS, 1
    .macro extra_abbreviations
    abbreviation 40, TAG_pointer_type, 0, AT_byte_size, FORM_data1
    .endm
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Ls:
    die STRUCT; string "s"; byte 4
    end
.Lp:
    die POINTER; byte 8; ref .Lint
.Lq:
    die POINTER; byte 8; ref .Ls
    die VARIABLE; string "__gendwarfksyms_ptr_v"; ref .Lp
    die VARIABLE; string "__gendwarfksyms_ptr_v"; ref .Lq
    end
    end_unit
