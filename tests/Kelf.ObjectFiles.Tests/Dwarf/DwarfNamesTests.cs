// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.ObjectFiles.Dwarf;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Dwarf;

/// <summary>The tables are what llvm-dwarfdump 19 and readelf 2.40 print for entries that have each code.</summary>
public sealed class DwarfNamesTests
{
    private const string AllTags = """
        1 array_type; 2 class_type; 3 entry_point; 4 enumeration_type; 5 formal_parameter; 8 imported_declaration;
        a label; b lexical_block; d member; f pointer_type; 10 reference_type; 11 compile_unit; 12 string_type;
        13 structure_type; 15 subroutine_type; 16 typedef; 17 union_type; 18 unspecified_parameters; 19 variant;
        1a common_block; 1b common_inclusion; 1c inheritance; 1d inlined_subroutine; 1e module; 1f ptr_to_member_type;
        20 set_type; 21 subrange_type; 22 with_stmt; 23 access_declaration; 24 base_type; 25 catch_block;
        26 const_type; 27 constant; 28 enumerator; 29 file_type; 2a friend; 2b namelist; 2c namelist_item;
        2d packed_type; 2e subprogram; 2f template_type_parameter; 30 template_value_parameter; 31 thrown_type;
        32 try_block; 33 variant_part; 34 variable; 35 volatile_type; 36 dwarf_procedure; 37 restrict_type;
        38 interface_type; 39 namespace; 3a imported_module; 3b unspecified_type; 3c partial_unit; 3d imported_unit;
        3f condition; 40 shared_type; 41 type_unit; 42 rvalue_reference_type; 43 template_alias; 44 coarray_type;
        45 generic_subrange; 46 dynamic_type; 47 atomic_type; 48 call_site; 49 call_site_parameter; 4a skeleton_unit;
        4b immutable_type; 4081 MIPS_loop; 4101 format_label; 4102 function_template; 4103 class_template;
        4104 GNU_BINCL; 4105 GNU_EINCL; 4106 GNU_template_template_param; 4107 GNU_template_parameter_pack;
        4108 GNU_formal_parameter_pack; 4109 GNU_call_site; 410a GNU_call_site_parameter; 4200 APPLE_property;
        4300 LLVM_ptrauth_type; 6000 LLVM_annotation;
        """;

    private const string AllAttributes = """
        1 sibling; 2 location; 3 name; 9 ordering; b byte_size; c bit_offset; d bit_size; 10 stmt_list; 11 low_pc;
        12 high_pc; 13 language; 15 discr; 16 discr_value; 17 visibility; 18 import; 19 string_length;
        1a common_reference; 1b comp_dir; 1c const_value; 1d containing_type; 1e default_value; 20 inline;
        21 is_optional; 22 lower_bound; 25 producer; 27 prototyped; 2a return_addr; 2c start_scope; 2e bit_stride;
        2f upper_bound; 31 abstract_origin; 32 accessibility; 33 address_class; 34 artificial; 35 base_types;
        36 calling_convention; 37 count; 38 data_member_location; 39 decl_column; 3a decl_file; 3b decl_line;
        3c declaration; 3d discr_list; 3e encoding; 3f external; 40 frame_base; 41 friend; 42 identifier_case;
        43 macro_info; 44 namelist_item; 45 priority; 46 segment; 47 specification; 48 static_link; 49 type;
        4a use_location; 4b variable_parameter; 4c virtuality; 4d vtable_elem_location; 4e allocated; 4f associated;
        50 data_location; 51 byte_stride; 52 entry_pc; 53 use_UTF8; 54 extension; 55 ranges; 56 trampoline;
        57 call_column; 58 call_file; 59 call_line; 5a description; 5b binary_scale; 5c decimal_scale; 5d small;
        5e decimal_sign; 5f digit_count; 60 picture_string; 61 mutable; 62 threads_scaled; 63 explicit;
        64 object_pointer; 65 endianity; 66 elemental; 67 pure; 68 recursive; 69 signature; 6a main_subprogram;
        6b data_bit_offset; 6c const_expr; 6d enum_class; 6e linkage_name; 6f string_length_bit_size;
        70 string_length_byte_size; 71 rank; 72 str_offsets_base; 73 addr_base; 74 rnglists_base; 76 dwo_name;
        77 reference; 78 rvalue_reference; 79 macros; 7a call_all_calls; 7b call_all_source_calls;
        7c call_all_tail_calls; 7d call_return_pc; 7e call_value; 7f call_origin; 80 call_parameter; 81 call_pc;
        82 call_tail_call; 83 call_target; 84 call_target_clobbered; 85 call_data_location; 86 call_data_value;
        87 noreturn; 88 alignment; 89 export_symbols; 8a deleted; 8b defaulted; 8c loclists_base; 2001 MIPS_fde;
        2002 MIPS_loop_begin; 2003 MIPS_tail_loop_begin; 2004 MIPS_epilog_begin; 2005 MIPS_loop_unroll_factor;
        2006 MIPS_software_pipeline_depth; 2007 MIPS_linkage_name; 2008 MIPS_stride; 2009 MIPS_abstract_name;
        200a MIPS_clone_origin; 200b MIPS_has_inlines; 200c MIPS_stride_byte; 200d MIPS_stride_elem;
        200e MIPS_ptr_dopetype; 200f MIPS_allocatable_dopetype; 2010 MIPS_assumed_shape_dopetype;
        2011 MIPS_assumed_size; 2101 sf_names; 2102 src_info; 2103 mac_info; 2104 src_coords; 2105 body_begin;
        2106 body_end; 2107 GNU_vector; 2108 GNU_guarded_by; 2109 GNU_pt_guarded_by; 210a GNU_guarded;
        210b GNU_pt_guarded; 210c GNU_locks_excluded; 210d GNU_exclusive_locks_required;
        210e GNU_shared_locks_required; 210f GNU_odr_signature; 2110 GNU_template_name; 2111 GNU_call_site_value;
        2112 GNU_call_site_data_value; 2113 GNU_call_site_target; 2114 GNU_call_site_target_clobbered;
        2115 GNU_tail_call; 2116 GNU_all_tail_call_sites; 2117 GNU_all_call_sites; 2118 GNU_all_source_call_sites;
        2119 GNU_macros; 211a GNU_deleted; 2130 GNU_dwo_name; 2131 GNU_dwo_id; 2132 GNU_ranges_base;
        2133 GNU_addr_base; 2134 GNU_pubnames; 2135 GNU_pubtypes; 2136 GNU_discriminator; 2137 GNU_locviews;
        2138 GNU_entry_view; 2139 GNU_annotation; 2303 GNU_numerator; 2304 GNU_denominator; 2305 GNU_bias;
        3e00 LLVM_include_path; 3e01 LLVM_config_macros; 3e02 LLVM_sysroot; 3e03 LLVM_tag_offset;
        3e04 LLVM_ptrauth_key; 3e05 LLVM_ptrauth_address_discriminated; 3e06 LLVM_ptrauth_extra_discriminator;
        3e07 LLVM_apinotes; 3e08 LLVM_ptrauth_isa_pointer; 3e09 LLVM_ptrauth_authenticates_null_values;
        3e0a LLVM_ptrauth_authentication_mode; 3fe1 APPLE_optimized; 3fe2 APPLE_flags; 3fe3 APPLE_isa;
        3fe4 APPLE_block; 3fe5 APPLE_major_runtime_vers; 3fe6 APPLE_runtime_class; 3fe7 APPLE_omit_frame_ptr;
        3fe8 APPLE_property_name; 3fe9 APPLE_property_getter; 3fea APPLE_property_setter;
        3feb APPLE_property_attribute; 3fec APPLE_objc_complete_type; 3fed APPLE_property; 3fee APPLE_objc_direct;
        3fef APPLE_sdk; 3ff0 APPLE_origin;
        """;

    [Fact]
    public void All_tags() => Assert.Equal(
        Table(AllTags, "DW_TAG_"),
        Enum.GetValues<DwTag>().Where(tag => tag != DwTag.None).ToDictionary(tag => (int)tag, DwarfNames.Of));

    [Fact]
    public void All_attributes() => Assert.Equal(
        Table(AllAttributes, "DW_AT_"),
        Enum.GetValues<DwAttribute>().Where(attribute => attribute != DwAttribute.None)
            .ToDictionary(attribute => (int)attribute, DwarfNames.Of));

    [Fact]
    public void What_is_not_known_is_a_number()
    {
        Assert.Equal("DW_TAG_0x4242", DwarfNames.Of((DwTag)0x4242));
        Assert.Equal("DW_AT_0x4242", DwarfNames.Of((DwAttribute)0x4242));
        Assert.Equal("DW_FORM_0x4242", DwarfNames.Of((DwForm)0x4242));
    }

    [Theory]
    [InlineData(DwForm.RefSig8, "DW_FORM_ref_sig8")]
    [InlineData(DwForm.Data16, "DW_FORM_data16")]
    [InlineData(DwForm.GnuStrpAlt, "DW_FORM_GNU_strp_alt")]
    public void Forms(DwForm form, string name) => Assert.Equal(name, DwarfNames.Of(form));

    private static Dictionary<int, string> Table(string text, string prefix) => text
        .Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(row => row.Split(' '))
        .ToDictionary(row => int.Parse(row[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), row => prefix + row[1]);
}
