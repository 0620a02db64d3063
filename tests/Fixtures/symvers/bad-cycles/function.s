# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lpointer:
    die POINTER; byte 8; ref .Lfunction
.Lfunction:
    die SUBROUTINE; ref .Lint
    die PARAMETER; string "p"; ref .Lint
    die PARAMETER; string "q"; ref .Lpointer
    end
    die VARIABLE; string "v"; ref .Lfunction
    end
    end_unit
