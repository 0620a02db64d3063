# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lp:
    die POINTER; byte 8; ref .Lint
.Lt:
    die TYPEDEF; string "t"; ref .Lp
    die VARIABLE; string "__gendwarfksyms_ptr_v"; ref .Lt
    end
    end_unit
