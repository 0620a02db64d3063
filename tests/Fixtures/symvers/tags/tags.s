# SPDX-License-Identifier: GPL-2.0-only
# Every tag that may be a type, and list items that are used directly as a type.
    .set EXTRA_ABBREVIATIONS, 1
    .macro wrapper number, tag
    abbreviation \number, \tag, 0, AT_name, FORM_string, AT_type, FORM_ref4, AT_byte_size, FORM_data1, AT_alignment, FORM_data1
    .endm
    .macro extra_abbreviations
    wrapper 40, TAG_pointer_type
    wrapper 41, 0x10            # reference_type
    wrapper 42, 0x42            # rvalue_reference_type
    wrapper 43, TAG_const_type
    wrapper 44, TAG_volatile_type
    wrapper 45, TAG_restrict_type
    wrapper 46, TAG_atomic_type
    wrapper 47, TAG_packed_type
    wrapper 48, TAG_shared_type
    wrapper 49, TAG_immutable_type
    wrapper 50, TAG_typedef
    wrapper 51, TAG_template_type_parameter
    abbreviation 52, TAG_class_type, 1, AT_name, FORM_string
    abbreviation 53, TAG_unspecified_type, 0, AT_name, FORM_string, AT_byte_size, FORM_data1
    abbreviation 54, TAG_subroutine_type, 1, AT_name, FORM_string
    abbreviation 55, 0x18, 0    # unspecified_parameters
    abbreviation 56, TAG_variant_part, 1
    abbreviation 57, TAG_variant, 1, AT_discr_value, FORM_data1
    abbreviation 58, TAG_variant, 1
    abbreviation 59, TAG_array_type, 1, AT_name, FORM_string, AT_type, FORM_ref4, AT_byte_size, FORM_data1
    abbreviation 60, TAG_formal_parameter, 0, AT_name, FORM_string, AT_type, FORM_ref4, AT_data_member_location, FORM_data1, AT_bit_size, FORM_data1
    abbreviation 61, TAG_base_type, 0, AT_byte_size, FORM_data1
    abbreviation 62, TAG_enumeration_type, 1, AT_byte_size, FORM_data1, AT_type, FORM_ref4, AT_alignment, FORM_data1
    abbreviation 63, TAG_structure_type, 0, AT_name, FORM_string
    abbreviation 64, TAG_member, 1, AT_name, FORM_string, AT_type, FORM_ref4
    abbreviation 65, 0x6000, 0, AT_name, FORM_string    # GNU_annotation
    abbreviation 66, TAG_subroutine_type, 0
    .endm
    .macro wrap number, name, label
    die \number; string "\name"; ref \label; byte 3; byte 9
    .endm
    .macro variable name, label
    die VARIABLE; string "\name"; ref \label
    .endm
    .include "dwarf.inc"
    abbreviations
    unit 4
    die CU; string "tags.c"
.Lint:
    die BASE; string "int"; byte 4; byte DW_ATE_signed
.Lt40: wrap 40, "a pointer", .Lint
.Lt41: wrap 41, "", .Lt40
.Lt42: wrap 42, "rvalue", .Lt41
.Lt43: wrap 43, "c", .Lt42
.Lt44: wrap 44, "v", .Lt43
.Lt45: wrap 45, "r", .Lt44
.Lt46: wrap 46, "a", .Lt45
.Lt47: wrap 47, "p", .Lt46
.Lt48: wrap 48, "s", .Lt47
.Lt49: wrap 49, "i", .Lt48
.Lt50: wrap 50, "the typedef", .Lt49
.Lt50b: wrap 50, "", .Lclass
.Lt51: wrap 51, "T", .Lt50
.Lclass:
    die 52; string "class"
    die 63; string "skipped"
    die MEMBER; string "m"; ref .Lt51; byte 0
    die 56
.Ldiscriminant:
    die MEMBER; string "tag"; ref .Lint; byte 0
    die 57; byte 7
.Linside_variant:
    die MEMBER; string "in_variant"; ref .Lclass; byte 8
    die 63; string "skipped in a variant"
    die MEMBER; string "in_variant_too"; ref .Lint; byte 8
    end
    die 58
    end
    end
    die MEMBER; string "after"; ref .Lint; byte 16
    die FUNCTION; string "method"; ref .Lint
    end
    end
.Lunspecified:
    die 53; string "no name in the text"; byte 8
.Lsubroutine:
    die 54; string "no name either"
.Lfirst:
    die 60; string "named"; ref .Lint; byte 4; byte 5
    die 55
.Lparameter:
    die 60; string "second"; ref .Lunspecified; byte 6; byte 7
    end
.Lempty:
    die 66
.Larray:
    die 59; string "array"; ref .Lenum; byte 40
    die 63; string "skipped in an array"
.Lsubrange:
    die SUBRANGE; byte 9
    die SUBRANGE; byte 255
    end
.Lenum:
    die 62; byte 8; ref .Lint; byte 16
    die 63; string "skipped in an enumeration"
.Lenumerator:
    die ENUMERATOR; string "E1"; byte 1
    die ENUMERATOR; string "E2"; byte 2
    end
.Lenum_empty:
    die ENUM; string "nothing inside"; byte 4
    end
.Lbare:
    die 61; byte 1
.Lno_children:
    die 63; string "flat"
.Lannotated:
    die STRUCT; string "annotated"; byte 8
    die 64; string "member"; ref .Lint
    die 65; string "below a member: not looked at"
    end
    end
.Lvariant_directly:
    die STRUCT; string "has a variant"; byte 8
    die 56
.Lvariant:
    die 58
    die MEMBER; string "x"; ref .Lint; byte 0
    end
    end
    end
    variable v_wrappers, .Lt50
    variable v_nameless_typedef, .Lt50b
    variable v_template, .Lt51
    variable v_class, .Lclass
    variable v_unspecified, .Lunspecified
    variable v_subroutine, .Lsubroutine
    variable v_subroutine_empty, .Lempty
    variable v_array, .Larray
    variable v_enum, .Lenum
    variable v_enum_empty, .Lenum_empty
    variable v_bare, .Lbare
    variable v_flat, .Lno_children
    variable v_annotated, .Lannotated
    variable v_has_variant, .Lvariant_directly
    variable direct_member, .Ldiscriminant
    variable direct_parameter, .Lparameter
    variable direct_enumerator, .Lenumerator
    variable direct_subrange, .Lsubrange
    variable direct_variant, .Lvariant
    die VARIABLE_UNTYPED; string "v_untyped"
    end
    end_unit
