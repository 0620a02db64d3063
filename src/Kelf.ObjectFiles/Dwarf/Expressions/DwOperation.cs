// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Expressions;

/// <summary>
/// Operations of DWARF expressions (DWARF 5 Table 7.9, and the extensions of GNU and LLVM). <c>lit</c>, <c>reg</c> and
/// <c>breg</c> are ranges of 32: only their ends have names.
/// </summary>
public enum DwOperation : byte
{
    /// <summary>No operation.</summary>
    None = 0,

    /// <summary><c>DW_OP_addr</c>.</summary>
    Addr = 0x03,

    /// <summary><c>DW_OP_deref</c>.</summary>
    Deref = 0x06,

    /// <summary><c>DW_OP_const1u</c>.</summary>
    Const1u = 0x08,

    /// <summary><c>DW_OP_const1s</c>.</summary>
    Const1s = 0x09,

    /// <summary><c>DW_OP_const2u</c>.</summary>
    Const2u = 0x0a,

    /// <summary><c>DW_OP_const2s</c>.</summary>
    Const2s = 0x0b,

    /// <summary><c>DW_OP_const4u</c>.</summary>
    Const4u = 0x0c,

    /// <summary><c>DW_OP_const4s</c>.</summary>
    Const4s = 0x0d,

    /// <summary><c>DW_OP_const8u</c>.</summary>
    Const8u = 0x0e,

    /// <summary><c>DW_OP_const8s</c>.</summary>
    Const8s = 0x0f,

    /// <summary><c>DW_OP_constu</c>.</summary>
    Constu = 0x10,

    /// <summary><c>DW_OP_consts</c>.</summary>
    Consts = 0x11,

    /// <summary><c>DW_OP_dup</c>.</summary>
    Dup = 0x12,

    /// <summary><c>DW_OP_drop</c>.</summary>
    Drop = 0x13,

    /// <summary><c>DW_OP_over</c>.</summary>
    Over = 0x14,

    /// <summary><c>DW_OP_pick</c>.</summary>
    Pick = 0x15,

    /// <summary><c>DW_OP_swap</c>.</summary>
    Swap = 0x16,

    /// <summary><c>DW_OP_rot</c>.</summary>
    Rot = 0x17,

    /// <summary><c>DW_OP_xderef</c>.</summary>
    Xderef = 0x18,

    /// <summary><c>DW_OP_abs</c>.</summary>
    Abs = 0x19,

    /// <summary><c>DW_OP_and</c>.</summary>
    And = 0x1a,

    /// <summary><c>DW_OP_div</c>.</summary>
    Div = 0x1b,

    /// <summary><c>DW_OP_minus</c>.</summary>
    Minus = 0x1c,

    /// <summary><c>DW_OP_mod</c>.</summary>
    Mod = 0x1d,

    /// <summary><c>DW_OP_mul</c>.</summary>
    Mul = 0x1e,

    /// <summary><c>DW_OP_neg</c>.</summary>
    Neg = 0x1f,

    /// <summary><c>DW_OP_not</c>.</summary>
    Not = 0x20,

    /// <summary><c>DW_OP_or</c>.</summary>
    Or = 0x21,

    /// <summary><c>DW_OP_plus</c>.</summary>
    Plus = 0x22,

    /// <summary><c>DW_OP_plus_uconst</c>.</summary>
    PlusUconst = 0x23,

    /// <summary><c>DW_OP_shl</c>.</summary>
    Shl = 0x24,

    /// <summary><c>DW_OP_shr</c>.</summary>
    Shr = 0x25,

    /// <summary><c>DW_OP_shra</c>.</summary>
    Shra = 0x26,

    /// <summary><c>DW_OP_xor</c>.</summary>
    Xor = 0x27,

    /// <summary><c>DW_OP_bra</c>.</summary>
    Bra = 0x28,

    /// <summary><c>DW_OP_eq</c>.</summary>
    Eq = 0x29,

    /// <summary><c>DW_OP_ge</c>.</summary>
    Ge = 0x2a,

    /// <summary><c>DW_OP_gt</c>.</summary>
    Gt = 0x2b,

    /// <summary><c>DW_OP_le</c>.</summary>
    Le = 0x2c,

    /// <summary><c>DW_OP_lt</c>.</summary>
    Lt = 0x2d,

    /// <summary><c>DW_OP_ne</c>.</summary>
    Ne = 0x2e,

    /// <summary><c>DW_OP_skip</c>.</summary>
    Skip = 0x2f,

    /// <summary><c>DW_OP_lit0</c>.</summary>
    Lit0 = 0x30,

    /// <summary><c>DW_OP_lit31</c>.</summary>
    Lit31 = 0x4f,

    /// <summary><c>DW_OP_reg0</c>.</summary>
    Reg0 = 0x50,

    /// <summary><c>DW_OP_reg31</c>.</summary>
    Reg31 = 0x6f,

    /// <summary><c>DW_OP_breg0</c>.</summary>
    Breg0 = 0x70,

    /// <summary><c>DW_OP_breg31</c>.</summary>
    Breg31 = 0x8f,

    /// <summary><c>DW_OP_regx</c>.</summary>
    Regx = 0x90,

    /// <summary><c>DW_OP_fbreg</c>.</summary>
    Fbreg = 0x91,

    /// <summary><c>DW_OP_bregx</c>.</summary>
    Bregx = 0x92,

    /// <summary><c>DW_OP_piece</c>.</summary>
    Piece = 0x93,

    /// <summary><c>DW_OP_deref_size</c>.</summary>
    DerefSize = 0x94,

    /// <summary><c>DW_OP_xderef_size</c>.</summary>
    XderefSize = 0x95,

    /// <summary><c>DW_OP_nop</c>.</summary>
    Nop = 0x96,

    /// <summary><c>DW_OP_push_object_address</c>.</summary>
    PushObjectAddress = 0x97,

    /// <summary><c>DW_OP_call2</c>.</summary>
    Call2 = 0x98,

    /// <summary><c>DW_OP_call4</c>.</summary>
    Call4 = 0x99,

    /// <summary><c>DW_OP_call_ref</c>.</summary>
    CallRef = 0x9a,

    /// <summary><c>DW_OP_form_tls_address</c>.</summary>
    FormTlsAddress = 0x9b,

    /// <summary><c>DW_OP_call_frame_cfa</c>.</summary>
    CallFrameCfa = 0x9c,

    /// <summary><c>DW_OP_bit_piece</c>.</summary>
    BitPiece = 0x9d,

    /// <summary><c>DW_OP_implicit_value</c>.</summary>
    ImplicitValue = 0x9e,

    /// <summary><c>DW_OP_stack_value</c>.</summary>
    StackValue = 0x9f,

    /// <summary><c>DW_OP_implicit_pointer</c>.</summary>
    ImplicitPointer = 0xa0,

    /// <summary><c>DW_OP_addrx</c>.</summary>
    Addrx = 0xa1,

    /// <summary><c>DW_OP_constx</c>.</summary>
    Constx = 0xa2,

    /// <summary><c>DW_OP_entry_value</c>.</summary>
    EntryValue = 0xa3,

    /// <summary><c>DW_OP_const_type</c>.</summary>
    ConstType = 0xa4,

    /// <summary><c>DW_OP_regval_type</c>.</summary>
    RegvalType = 0xa5,

    /// <summary><c>DW_OP_deref_type</c>.</summary>
    DerefType = 0xa6,

    /// <summary><c>DW_OP_xderef_type</c>.</summary>
    XderefType = 0xa7,

    /// <summary><c>DW_OP_convert</c>.</summary>
    Convert = 0xa8,

    /// <summary><c>DW_OP_reinterpret</c>.</summary>
    Reinterpret = 0xa9,

    /// <summary><c>DW_OP_GNU_push_tls_address</c>.</summary>
    GnuPushTlsAddress = 0xe0,

    /// <summary><c>DW_OP_LLVM_user</c>.</summary>
    LlvmUser = 0xe9,

    /// <summary><c>DW_OP_GNU_uninit</c>.</summary>
    GnuUninit = 0xf0,

    /// <summary><c>DW_OP_GNU_encoded_addr</c>.</summary>
    GnuEncodedAddr = 0xf1,

    /// <summary><c>DW_OP_GNU_implicit_pointer</c>.</summary>
    GnuImplicitPointer = 0xf2,

    /// <summary><c>DW_OP_GNU_entry_value</c>.</summary>
    GnuEntryValue = 0xf3,

    /// <summary><c>DW_OP_GNU_const_type</c>.</summary>
    GnuConstType = 0xf4,

    /// <summary><c>DW_OP_GNU_regval_type</c>.</summary>
    GnuRegvalType = 0xf5,

    /// <summary><c>DW_OP_GNU_deref_type</c>.</summary>
    GnuDerefType = 0xf6,

    /// <summary><c>DW_OP_GNU_convert</c>.</summary>
    GnuConvert = 0xf7,

    /// <summary><c>DW_OP_GNU_reinterpret</c>.</summary>
    GnuReinterpret = 0xf9,

    /// <summary><c>DW_OP_GNU_parameter_ref</c>.</summary>
    GnuParameterRef = 0xfa,

    /// <summary><c>DW_OP_GNU_addr_index</c>.</summary>
    GnuAddrIndex = 0xfb,

    /// <summary><c>DW_OP_GNU_const_index</c>.</summary>
    GnuConstIndex = 0xfc,

    /// <summary><c>DW_OP_GNU_variable_value</c>.</summary>
    GnuVariableValue = 0xfd,
}
