# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.La:
    die TYPEDEF; string "a"; ref .Lb
.Lb:
    die TYPEDEF; string "b"; ref .Lc
.Lc:
    die CONST; ref .La
    die VARIABLE; string "v"; ref .Lb
    end
    end_unit
