# SPDX-License-Identifier: GPL-2.0-only
# v1 of unit 1 has a type of unit 2 that points to itself.
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "one.c"
    die VARIABLE_ADDR; string "v1"; ref_addr .Lnode
    end
    end_unit

    unit 4
    die CU; string "two.c"
.Lnode:
    die STRUCT; string "node"; byte 8
    die MEMBER; string "next"; ref .Lpointer; byte 0
    end
.Lpointer:
    die POINTER; byte 8; ref .Lnode
    die VARIABLE; string "v2"; ref .Lnode
    end
    end_unit
