# SPDX-License-Identifier: GPL-2.0-only
# Before dwz moved it to the partial unit, the declaration of v with type long stood in the second compile unit.
    .include "dwarf.inc"
    .section .debug_abbrev, "", @progbits
    abbreviation 1, TAG_compile_unit, 1, AT_name, FORM_string
    abbreviation 2, TAG_partial_unit, 1, AT_name, FORM_string
    abbreviation 3, TAG_imported_unit, 0, 0x18, FORM_ref_addr
    abbreviation 4, TAG_base_type, 0, AT_name, FORM_string, AT_byte_size, FORM_data1, AT_encoding, FORM_data1
    abbreviation 5, TAG_variable, 0, AT_name, FORM_string, AT_type, FORM_ref4
    .byte 0
    .section .debug_info, "", @progbits
    unit 4
.Lpartial:
    die 2; string "partial"
.Llong:
    die 4; string "long"; byte 8; byte DW_ATE_signed
    die 5; string "v"; ref .Llong
    end
    end_unit

    unit 4
    die 1; string "a.c"
.Lint:
    die 4; string "int"; byte 4; byte DW_ATE_signed
    die 5; string "v"; ref .Lint
    end
    end_unit

    unit 4
    die 1; string "b.c"
    die 3; ref_addr .Lpartial
    end
    end_unit
