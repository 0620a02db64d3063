# SPDX-License-Identifier: GPL-2.0-only
    .include "dwarf.inc"
    abbreviations
    .4byte 9f - 8f
8:  .2byte 4
    .4byte 0x7000
    .byte 8
    die CU; string "e.c"
    end
9:
