# SPDX-License-Identifier: GPL-2.0-only
# v1 of unit 1 has a type of unit 2, which comes later.
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "one.c"
    die VARIABLE_ADDR; string "v1"; ref_addr .Lstru
    end
    end_unit

    unit 4
    die CU; string "two.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lstru:
    die STRUCT; string "Stru"; byte 8
    die MEMBER; string "m"; ref .Lint; byte 0
    end
    die VARIABLE; string "v2"; ref .Lstru
    end
    end_unit
