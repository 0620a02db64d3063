// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Machines;

/// <summary>
/// The names that the psABI of a machine gives to its relocation types, for messages. Of the machines whose kernels keep
/// relocations.
/// </summary>
public static class RelocationNames
{
    // By number, without what all of a machine have in common; `-` where there is none.
    private static readonly string[] s_x8664 = (
        "NONE 64 PC32 GOT32 PLT32 COPY GLOB_DAT JUMP_SLOT RELATIVE GOTPCREL 32 32S 16 PC16 8 PC8 DTPMOD64 DTPOFF64 "
        + "TPOFF64 TLSGD TLSLD DTPOFF32 GOTTPOFF TPOFF32 PC64 GOTOFF64 GOTPC32 GOT64 GOTPCREL64 GOTPC64 GOTPLT64 PLTOFF64 "
        + "SIZE32 SIZE64 GOTPC32_TLSDESC TLSDESC_CALL TLSDESC IRELATIVE RELATIVE64 PC32_BND PLT32_BND GOTPCRELX "
        + "REX_GOTPCRELX CODE_4_GOTPCRELX CODE_4_GOTTPOFF CODE_4_GOTPC32_TLSDESC").Split(' ');

    private static readonly string[] s_i386 = (
        "NONE 32 PC32 GOT32 PLT32 COPY GLOB_DAT JMP_SLOT RELATIVE GOTOFF GOTPC 32PLT - - TLS_TPOFF TLS_IE TLS_GOTIE "
        + "TLS_LE TLS_GD TLS_LDM 16 PC16 8 PC8 TLS_GD_32 TLS_GD_PUSH TLS_GD_CALL TLS_GD_POP TLS_LDM_32 TLS_LDM_PUSH "
        + "TLS_LDM_CALL TLS_LDM_POP TLS_LDO_32 TLS_IE_32 TLS_LE_32 TLS_DTPMOD32 TLS_DTPOFF32 TLS_TPOFF32 SIZE32 "
        + "TLS_GOTDESC TLS_DESC_CALL TLS_DESC IRELATIVE GOT32X").Split(' ');

    private static readonly string[] s_s390 = (
        "NONE 8 12 16 32 PC32 GOT12 GOT32 PLT32 COPY GLOB_DAT JMP_SLOT RELATIVE GOTOFF32 GOTPC GOT16 PC16 PC16DBL "
        + "PLT16DBL PC32DBL PLT32DBL GOTPCDBL 64 PC64 GOT64 PLT64 GOTENT GOTOFF16 GOTOFF64 GOTPLT12 GOTPLT16 GOTPLT32 "
        + "GOTPLT64 GOTPLTENT PLTOFF16 PLTOFF32 PLTOFF64 TLS_LOAD TLS_GDCALL TLS_LDCALL TLS_GD32 TLS_GD64 TLS_GOTIE12 "
        + "TLS_GOTIE32 TLS_GOTIE64 TLS_LDM32 TLS_LDM64 TLS_IE32 TLS_IE64 TLS_IEENT TLS_LE32 TLS_LE64 TLS_LDO32 TLS_LDO64 "
        + "TLS_DTPMOD TLS_DTPOFF TLS_TPOFF 20 GOT20 GOTPLT20 TLS_GOTIE20 IRELATIVE").Split(' ');

    private static readonly string[] s_mips = (
        "NONE 16 32 REL32 26 HI16 LO16 GPREL16 LITERAL GOT16 PC16 CALL16 GPREL32 - - - SHIFT5 SHIFT6 64 GOT_DISP "
        + "GOT_PAGE GOT_OFST GOT_HI16 GOT_LO16 SUB - - - HIGHER HIGHEST CALL_HI16 CALL_LO16 - - - - - JALR - - - - - - - "
        + "- - - - - - - - - - - - - - - PC21_S2 PC26_S2 PC18_S3 PC19_S2 PCHI16 PCLO16").Split(' ');

    private static readonly string[] s_riscV = (
        "NONE 32 64 RELATIVE COPY JUMP_SLOT TLS_DTPMOD32 TLS_DTPMOD64 TLS_DTPREL32 TLS_DTPREL64 TLS_TPREL32 TLS_TPREL64 "
        + "TLSDESC - - - BRANCH JAL CALL CALL_PLT GOT_HI20 TLS_GOT_HI20 TLS_GD_HI20 PCREL_HI20 PCREL_LO12_I PCREL_LO12_S HI20 "
        + "LO12_I LO12_S TPREL_HI20 TPREL_LO12_I TPREL_LO12_S TPREL_ADD ADD8 ADD16 ADD32 ADD64 SUB8 SUB16 SUB32 SUB64 "
        + "GNU_VTINHERIT GNU_VTENTRY ALIGN RVC_BRANCH RVC_JUMP RVC_LUI GPREL_I GPREL_S TPREL_I TPREL_S RELAX SUB6 SET6 "
        + "SET8 SET16 SET32 32_PCREL IRELATIVE PLT32 SET_ULEB128 SUB_ULEB128 TLSDESC_HI20 TLSDESC_LOAD_LO12 TLSDESC_ADD_LO12 TLSDESC_CALL").Split(' ');

    private static readonly string[] s_loongArch = (
        "NONE 32 64 RELATIVE COPY JUMP_SLOT TLS_DTPMOD32 TLS_DTPMOD64 TLS_DTPREL32 TLS_DTPREL64 TLS_TPREL32 TLS_TPREL64 "
        + "IRELATIVE TLS_DESC32 TLS_DESC64 - - - - - MARK_LA MARK_PCREL SOP_PUSH_PCREL SOP_PUSH_ABSOLUTE SOP_PUSH_DUP "
        + "SOP_PUSH_GPREL SOP_PUSH_TLS_TPREL SOP_PUSH_TLS_GOT SOP_PUSH_TLS_GD SOP_PUSH_PLT_PCREL SOP_ASSERT SOP_NOT "
        + "SOP_SUB SOP_SL SOP_SR SOP_ADD SOP_AND SOP_IF_ELSE SOP_POP_32_S_10_5 SOP_POP_32_U_10_12 SOP_POP_32_S_10_12 "
        + "SOP_POP_32_S_10_16 SOP_POP_32_S_10_16_S2 SOP_POP_32_S_5_20 SOP_POP_32_S_0_5_10_16_S2 SOP_POP_32_S_0_10_10_16_S2 "
        + "SOP_POP_32_U ADD8 ADD16 ADD24 ADD32 ADD64 SUB8 SUB16 SUB24 SUB32 SUB64 GNU_VTINHERIT GNU_VTENTRY - - - - - B16 "
        + "B21 B26 ABS_HI20 ABS_LO12 ABS64_LO20 ABS64_HI12 PCALA_HI20 PCALA_LO12 PCALA64_LO20 PCALA64_HI12 GOT_PC_HI20 "
        + "GOT_PC_LO12 GOT64_PC_LO20 GOT64_PC_HI12 GOT_HI20 GOT_LO12 GOT64_LO20 GOT64_HI12 TLS_LE_HI20 TLS_LE_LO12 "
        + "TLS_LE64_LO20 TLS_LE64_HI12 TLS_IE_PC_HI20 TLS_IE_PC_LO12 TLS_IE64_PC_LO20 TLS_IE64_PC_HI12 TLS_IE_HI20 "
        + "TLS_IE_LO12 TLS_IE64_LO20 TLS_IE64_HI12 TLS_LD_PC_HI20 TLS_LD_HI20 TLS_GD_PC_HI20 TLS_GD_HI20 32_PCREL RELAX DELETE "
        + "ALIGN PCREL20_S2 CFA ADD6 SUB6 ADD_ULEB128 SUB_ULEB128 64_PCREL CALL36 TLS_DESC_PC_HI20 TLS_DESC_PC_LO12 "
        + "TLS_DESC64_PC_LO20 TLS_DESC64_PC_HI12 TLS_DESC_HI20 TLS_DESC_LO12 TLS_DESC64_LO20 TLS_DESC64_HI12 TLS_DESC_LD "
        + "TLS_DESC_CALL TLS_LE_HI20_R TLS_LE_ADD_R TLS_LE_LO12_R TLS_LD_PCREL20_S2 TLS_GD_PCREL20_S2 TLS_DESC_PCREL20_S2").Split(' ');

    /// <summary>The name of a type, such as <c>R_X86_64_PC32</c>.</summary>
    /// <param name="machine">The machine of the file.</param>
    /// <param name="type">The number of the type.</param>
    /// <returns>The name; null when the type, or those of the machine, are not known.</returns>
    public static string? Find(ElfMachine machine, uint type) => machine switch
    {
        ElfMachine.X8664 => Find("R_X86_64_", s_x8664, type),
        ElfMachine.I386 => Find("R_386_", s_i386, type),
        ElfMachine.S390 => Find("R_390_", s_s390, type),
        ElfMachine.Mips => (MipsRelocation)type switch
        {
            // The others stand far behind.
            MipsRelocation.Copy => "R_MIPS_COPY",
            MipsRelocation.JumpSlot => "R_MIPS_JUMP_SLOT",
            MipsRelocation.Pc32 => "R_MIPS_PC32",
            _ => Find("R_MIPS_", s_mips, type),
        },
        ElfMachine.RiscV => Find("R_RISCV_", s_riscV, type),
        ElfMachine.LoongArch => Find("R_LARCH_", s_loongArch, type),
        _ => null,
    };

    /// <summary>The name of a type and its number, such as <c>R_X86_64_PC32 (2)</c>, or the number alone.</summary>
    /// <inheritdoc cref="Find(ElfMachine, uint)"/>
    public static string Describe(ElfMachine machine, uint type) =>
        Find(machine, type) is { } name ? $"{name} ({type})" : $"{type}";

    private static string? Find(string prefix, string[] names, uint type) =>
        type < (uint)names.Length && names[type] != "-" ? prefix + names[type] : null;
}
