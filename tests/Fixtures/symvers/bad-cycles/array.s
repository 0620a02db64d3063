# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Larray:
    die ARRAY; ref .Larray
    die SUBRANGE; byte 3
    end
    die VARIABLE; string "v"; ref .Larray
    end
    end_unit
