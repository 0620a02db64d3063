// SPDX-License-Identifier: GPL-2.0-only
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
        _ => null,
    };

    /// <summary>The name of a type and its number, such as <c>R_X86_64_PC32 (2)</c>, or the number alone.</summary>
    /// <inheritdoc cref="Find(ElfMachine, uint)"/>
    public static string Describe(ElfMachine machine, uint type) =>
        Find(machine, type) is { } name ? $"{name} ({type})" : $"{type}";

    private static string? Find(string prefix, string[] names, uint type) =>
        type < (uint)names.Length && names[type] != "-" ? prefix + names[type] : null;
}
