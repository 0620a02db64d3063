# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    line_table .Llines, e.c
    unit 4
    die CU_LINES; string "e.c"; .4byte .Llines
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lstruct:
    die STRUCT_FILE; string "s"; byte 4; byte 1
    die MEMBER; string "m"; ref .Lint; byte 0
    end
    die VARIABLE; string "v"; ref .Lstruct
    die VARIABLE; string "harmless"; ref .Lint
    end
    end_unit
