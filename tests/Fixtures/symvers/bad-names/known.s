# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Ls:
    die STRUCT; string "s"; byte 4
    die MEMBER; string "s#known"; ref .Lint; byte 0
    end
.Lknown:
    die STRUCT; string "known"; byte 4
    die MEMBER; string "before"; ref .Ls; byte 0
    end
    die VARIABLE; string "v"; ref .Lknown
    end
    end_unit
