// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Relocs;

/// <summary>
/// Names of relocation types as the reports print them (System V ABI, x86-64 and Intel386 supplements; the names that
/// the original tool knows).
/// </summary>
internal static class RelocationTypeNames
{
    private const string Unknown = "unknown type rel type name";

    public static string Of(uint type, bool is64, RelocationRules rules) => is64 ? Of64(type, rules) : Of32(type);

    private static string Of64(uint type, RelocationRules rules) => type switch
    {
        0 => "R_X86_64_NONE",
        1 => "R_X86_64_64",
        2 => "R_X86_64_PC32",
        3 => "R_X86_64_GOT32",
        4 => "R_X86_64_PLT32",
        5 => "R_X86_64_COPY",
        6 => "R_X86_64_GLOB_DAT",
        7 => "R_X86_64_JUMP_SLOT",
        8 => "R_X86_64_RELATIVE",
        9 => "R_X86_64_GOTPCREL",
        10 => "R_X86_64_32",
        11 => "R_X86_64_32S",
        12 => "R_X86_64_16",
        13 => "R_X86_64_PC16",
        14 => "R_X86_64_8",
        15 => "R_X86_64_PC8",
        24 => "R_X86_64_PC64",
        42 when rules >= RelocationRules.Linux73 => "R_X86_64_REX_GOTPCRELX",
        _ => Unknown,
    };

    private static string Of32(uint type) => type switch
    {
        0 => "R_386_NONE",
        1 => "R_386_32",
        2 => "R_386_PC32",
        3 => "R_386_GOT32",
        4 => "R_386_PLT32",
        5 => "R_386_COPY",
        6 => "R_386_GLOB_DAT",
        7 => "R_386_JMP_SLOT",
        8 => "R_386_RELATIVE",
        9 => "R_386_GOTOFF",
        10 => "R_386_GOTPC",
        20 => "R_386_16",
        21 => "R_386_PC16",
        22 => "R_386_8",
        23 => "R_386_PC8",
        _ => Unknown,
    };
}
