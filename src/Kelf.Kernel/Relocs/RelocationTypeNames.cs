// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Relocs;

/// <summary>
/// Names of relocation types as the reports print them (System V ABI, x86-64 and Intel386 supplements; the names that
/// the original tool knows).
/// </summary>
internal static class RelocationTypeNames
{
    private const string Unknown = "unknown type rel type name";

    public static string Of(uint type, bool is64, RelocationRules rules) => is64 ? Of64((X8664Relocation)type, rules) : Of32((I386Relocation)type);

    private static string Of64(X8664Relocation type, RelocationRules rules) => type switch
    {
        X8664Relocation.None => "R_X86_64_NONE",
        X8664Relocation.Direct64 => "R_X86_64_64",
        X8664Relocation.Pc32 => "R_X86_64_PC32",
        X8664Relocation.Got32 => "R_X86_64_GOT32",
        X8664Relocation.Plt32 => "R_X86_64_PLT32",
        X8664Relocation.Copy => "R_X86_64_COPY",
        X8664Relocation.GlobDat => "R_X86_64_GLOB_DAT",
        X8664Relocation.JumpSlot => "R_X86_64_JUMP_SLOT",
        X8664Relocation.Relative => "R_X86_64_RELATIVE",
        X8664Relocation.GotPcRel => "R_X86_64_GOTPCREL",
        X8664Relocation.Direct32 => "R_X86_64_32",
        X8664Relocation.Direct32Signed => "R_X86_64_32S",
        X8664Relocation.Direct16 => "R_X86_64_16",
        X8664Relocation.Pc16 => "R_X86_64_PC16",
        X8664Relocation.Direct8 => "R_X86_64_8",
        X8664Relocation.Pc8 => "R_X86_64_PC8",
        X8664Relocation.Pc64 => "R_X86_64_PC64",
        X8664Relocation.RexGotPcRelX when rules >= RelocationRules.Linux73 => "R_X86_64_REX_GOTPCRELX",
        _ => Unknown,
    };

    private static string Of32(I386Relocation type) => type switch
    {
        I386Relocation.None => "R_386_NONE",
        I386Relocation.Direct32 => "R_386_32",
        I386Relocation.Pc32 => "R_386_PC32",
        I386Relocation.Got32 => "R_386_GOT32",
        I386Relocation.Plt32 => "R_386_PLT32",
        I386Relocation.Copy => "R_386_COPY",
        I386Relocation.GlobDat => "R_386_GLOB_DAT",
        I386Relocation.JumpSlot => "R_386_JMP_SLOT",
        I386Relocation.Relative => "R_386_RELATIVE",
        I386Relocation.GotOff => "R_386_GOTOFF",
        I386Relocation.GotPc => "R_386_GOTPC",
        I386Relocation.Direct16 => "R_386_16",
        I386Relocation.Pc16 => "R_386_PC16",
        I386Relocation.Direct8 => "R_386_8",
        I386Relocation.Pc8 => "R_386_PC8",
        _ => Unknown,
    };
}
