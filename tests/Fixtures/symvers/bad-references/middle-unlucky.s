# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
    die STRUCT; string "abc"; byte 8
.Linside:
    die MEMBER; byte BASE; string "trap"; .byte 4, 5, 0, 0; byte 0
    end
    die VARIABLE; string "v"; ref .Linside + 1
    end
    end_unit
