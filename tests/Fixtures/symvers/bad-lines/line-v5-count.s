# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    .section .debug_line, "", @progbits
.Llines:
    .4byte 24
    .2byte 5
    .byte 8, 0
    .4byte 16
    .byte 1, 1, 1, 0, 1, 1
    .byte 1, 1, 8
    .uleb128 0xfffffffffff
    .byte 0
    .section .debug_info, "", @progbits
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
