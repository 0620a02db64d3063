# SPDX-License-Identifier: GPL-2.0-only
# Where a symbol's DIE may stand, and which name and type count.
    .set EXTRA_ABBREVIATIONS, 1
    .macro extra_abbreviations
    abbreviation 40, 0x39, 1, AT_name, FORM_string      # namespace
    abbreviation 41, 0x39, 1
    abbreviation 42, TAG_class_type, 1, AT_name, FORM_string
    abbreviation 43, TAG_structure_type, 1
    abbreviation 44, 0x0b, 1                            # lexical_block
    abbreviation 45, TAG_variable, 0, AT_linkage_name, FORM_string, AT_name, FORM_string, AT_type, FORM_ref4
    abbreviation 46, TAG_subprogram, 0, AT_abstract_origin, FORM_ref4
    abbreviation 47, TAG_subprogram, 1, AT_abstract_origin, FORM_ref4, AT_name, FORM_string
    abbreviation 48, TAG_subprogram, 0, AT_specification, FORM_ref4
    abbreviation 49, TAG_variable, 0, AT_specification, FORM_ref4, AT_linkage_name, FORM_string
    abbreviation 50, TAG_variable, 0, AT_linkage_name, FORM_string, AT_abstract_origin, FORM_ref4
    abbreviation 51, TAG_variable, 0, AT_name, FORM_string, AT_type, FORM_ref4, AT_declaration, FORM_flag_present
    abbreviation 52, 0x1e, 1, AT_name, FORM_string      # module
    .endm
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "finding.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Llong:
    die BASE; string "long"; byte 8; byte DW_ATE_signed
    die 40; string "outer"
    die 41
    die VARIABLE; string "in_namespaces"; ref .Lint
.Lclass:
    die 42; string "Class"
    die FUNCTION; string "in_class"; ref .Lint
    die VARIABLE; string "in_function"; ref .Lint
    end
    die UNION; string "Union"; byte 4
    die VARIABLE; string "in_union"; ref .Lint
    end
    die 43
    die VARIABLE; string "in_nameless_structure"; ref .Lclass
    end
    end
    end
    end
    die 52; string "module"
    die VARIABLE; string "in_module"; ref .Lint
    end
    die 44
    die VARIABLE; string "in_block"; ref .Lint
    end
    die 45; string "linkage"; string "plain_name"; ref .Lint
.Lorigin:
    die FUNCTION; string "origin"; ref .Lint
    die PARAMETER; string "p"; ref .Llong
    end
.Lorigin_copy:
    die 46; ref .Lorigin
    die 47; ref .Lorigin; string "own_name_first"
    die PARAMETER; string "not_this"; ref .Lint
    end
    die 46; ref .Lorigin_copy
.Ldeclaration:
    die 51; string "specified"; ref .Llong
    die 49; ref .Ldeclaration; string "from_specification"
    die 48; ref .Ldeclaration
    die 50; string "from_origin"; ref .Ldeclaration
    die VARIABLE; string "twice"; ref .Llong
    die VARIABLE; string "twice"; ref .Lint
    end
    end_unit
