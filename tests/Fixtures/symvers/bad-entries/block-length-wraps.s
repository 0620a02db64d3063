# SPDX-License-Identifier: GPL-2.0-only
    .set EXTRA_ABBREVIATIONS, 1
    .macro extra_abbreviations
    abbreviation 40, TAG_variable, 0, AT_name, FORM_string, AT_location, FORM_exprloc, AT_type, FORM_ref4
    .endm
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "e.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
    die 40; string "v"; .uleb128 0xfffffffffffffff0; ref .Lint
    end
    end_unit
