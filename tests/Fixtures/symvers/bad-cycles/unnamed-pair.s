# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.La:
    die STRUCT_UNNAMED; byte 8
    die MEMBER; string "b"; ref .Lb; byte 0
    end
.Lb:
    die STRUCT_UNNAMED; byte 8
    die MEMBER; string "a"; ref .La; byte 0
    end
    die VARIABLE; string "v"; ref .La
    end
    end_unit
