# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lstruct:
    die STRUCT_UNNAMED; byte 8
    die MEMBER; string "next"; ref .Lpointer; byte 0
    end
.Lpointer:
    die POINTER; byte 8; ref .Lstruct
    die VARIABLE; string "v"; ref .Lpointer
    end
    end_unit
