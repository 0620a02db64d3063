# SPDX-License-Identifier: GPL-2.0-only
# File number 1 is a.c in unit 1 and b.h in unit 2; v2 of unit 2 reaches struct R of unit 1.
    .include "dwarf.inc"
    abbreviations
    line_table .Llines1, a.c
    line_table .Llines2, b.h
    unit 4
    die CU_LINES; string "a.c"; .4byte .Llines1
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lr:
    die STRUCT_FILE; string "R"; byte 4; byte 1
    die MEMBER; string "r"; ref .Lint; byte 0
    end
    die VARIABLE; string "v1"; ref .Lr
    end
    end_unit

    unit 4
    die CU_LINES; string "b.c"; .4byte .Llines2
.Lq:
    die STRUCT_FILE; string "Q"; byte 4; byte 1
    die MEMBER_ADDR; string "m"; ref_addr .Lr; byte 0
    end
    die VARIABLE; string "v2"; ref .Lq
    end
    end_unit
