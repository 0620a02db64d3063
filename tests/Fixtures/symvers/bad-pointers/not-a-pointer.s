# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
    die VARIABLE; string "__gendwarfksyms_ptr_v"; ref .Lint
    end
    end_unit
