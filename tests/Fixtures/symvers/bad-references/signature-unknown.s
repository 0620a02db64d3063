# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
    die VARIABLE_SIGNATURE; string "v"; .8byte 0x123456789abcdef0
    end
    end_unit
