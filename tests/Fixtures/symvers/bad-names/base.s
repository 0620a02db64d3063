# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lbase:
    die BASE; string "e#what"; byte 4; byte 5
    die VARIABLE; string "v"; ref .Lbase
    end
    end_unit
