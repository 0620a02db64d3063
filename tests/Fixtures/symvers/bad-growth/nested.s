# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lfirst:
    .rept 40                    # 19 bytes each
    die STRUCT_UNNAMED; byte 8
    die MEMBER; string "a"; .4byte . + 14 - .Lunit0; byte 0
    die MEMBER; string "b"; .4byte . + 6 - .Lunit0; byte 4
    end
    .endr
    die STRUCT; string "last"; byte 4
    end
    die VARIABLE; string "v"; ref .Lfirst
    end
    end_unit
