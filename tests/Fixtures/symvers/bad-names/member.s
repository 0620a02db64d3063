# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lstruct:
    die STRUCT; string "s"; byte 4
    die MEMBER; string "s#x"; ref .Lint; byte 0
    end
    die VARIABLE; string "v"; ref .Lstruct
    end
    end_unit
