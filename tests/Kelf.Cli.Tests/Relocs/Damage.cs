// SPDX-License-Identifier: GPL-2.0-only
using Xunit;

namespace Kelf.Cli.Tests.Relocs;

/// <summary>Ways to damage the small kernel of the fixtures, and what kelf says about each.</summary>
internal static class Damage
{
    // The relocation of .text at 8: type 11, against `counter`.
    private const int Second = 0x23c0 + 24;

    private static readonly Dictionary<string, (Func<ElfBytes, ElfBytes> Do, string Message)> s_kinds = new()
    {
        ["empty"] = (image => image.Cut(0),
            "not an ELF object: the file is empty"),
        ["8 bytes"] = (image => image.Cut(8),
            "+0x8: ELF header is cut short"),
        ["cut in the ELF header"] = (image => image.Cut(40),
            "+0x28: ELF header of 64 bytes is cut short"),
        ["cut in the section headers"] = (image => image.Cut(9652),
            "+0x28: 16 section headers at 0x2550 reach outside the file (9652 bytes)"),
        ["a section beyond the end"] = (image => image.Set64(image.Header(7) + 24, 10568),
            "+0x2948: section 7 (.data) of 0x18 bytes reaches outside the file (10576 bytes)"),
        ["magic"] = (image => image.Set16(0, 0),
            "not an ELF object"),
        ["EI_VERSION"] = (image => image.Set16(6, 2),
            "+0x6: ELF version 2 is not 1"),
        ["e_version"] = (image => image.Set32(20, 2),
            "+0x14: ELF version 2 is not 1"),
        ["ET_REL"] = (image => image.Set16(16, 1),
            "+0x10: not a linked image: ELF type 1 is neither 2 (executable) nor 3 (shared)"),
        ["e_ehsize"] = (image => image.Set16(52, 63),
            "+0x34: ELF header size 63 is not 64"),
        ["e_phentsize"] = (image => image.Set16(54, 55),
            "+0x36: program header size 55 is not 56"),
        ["e_shentsize"] = (image => image.Set16(58, 63),
            "+0x3a: section header size 63 is not 64"),
        ["class 1"] = (image => image.Set16(4, 0x0101),
            "+0x4: ELF class 1 is not 2, that of x86-64"),
        ["class 0"] = (image => image.Set16(4, 0x0100),
            "+0x4: ELF class 0 is not 2, that of x86-64"),
        ["big-endian"] = (image => image.Set16(4, 0x0202),
            "+0x5: x86 is little-endian, and this file is not"),
        ["e_shstrndx"] = (image => image.Set16(62, 16),
            "+0x3e: section name table index 16 is not below 16"),
        ["e_shnum 0"] = (image => image.Set16(60, 0),
            "+0x28: there are no section headers"),
        ["e_shoff 2^62"] = (image => image.Set64(40, 1ul << 62),
            "+0x28: section header table at 0x4000000000000000 reaches outside the file (10576 bytes)"),
        ["e_shoff 2^63"] = (image => image.Set64(40, 1ul << 63),
            "+0x28: section header table at 0x8000000000000000 reaches outside the file (10576 bytes)"),
        ["section offset 2^63"] = (image => image.Set64(image.Header(7) + 24, 1ul << 63),
            "+0x8000000000000000: section 7 (.data) of 0x18 bytes reaches outside the file (10576 bytes)"),
        ["sh_size 2^60"] = (image => image.Set64(image.Header(7) + 32, 1ul << 60),
            "+0x2000: section 7 (.data) of 0x1000000000000000 bytes reaches outside the file (10576 bytes)"),
        ["sh_size 1 MiB too long"] = (image => image.Set64(image.Header(13) + 32, 0x1001e0),
            "+0x2168: section 13 (.symtab) of 0x1001e0 bytes reaches outside the file (10576 bytes)"),
        ["size of relocations"] = (image => image.Set64(image.Header(2) + 32, 0x77),
            ".rela.text+0x0: 119 bytes in entries of 24 bytes: relocations have 24 bytes"),
        ["sh_link out of range"] = (image => image.Set32(image.Header(2) + 40, 99),
            "sh_link of section 2 (.rela.text) is 99, but there are 16 sections"),
        ["sh_link 0"] = (image => image.Set32(image.Header(2) + 40, 0),
            "sh_link of section 2 (.rela.text) is 0, which is not a symbol table"),
        ["sh_link not a symbol table"] = (image => image.Set32(image.Header(2) + 40, 1),
            "sh_link of section 2 (.rela.text) is 1, which is not a symbol table"),
        ["sh_info"] = (image => image.Set32(image.Header(2) + 44, 16),
            "sh_info of section 2 (.rela.text) is 16, but there are 16 sections"),
        ["sh_link of the symbols"] = (image => image.Set32(image.Header(13) + 40, 99),
            "sh_link of section 13 (.symtab) is 99, but there are 16 sections"),
        ["symbol far out"] = (image => image.Set32(Second + 12, 0x7fffffff),
            ".rela.text+0x18: symbol 2147483647 is not below 20"),
        ["symbol a little out"] = (image => image.Set32(Second + 12, 20),
            ".rela.text+0x18: symbol 20 is not below 20"),
        ["name that is needed"] = (image => image.Set32(image.Offset(13) + (24 * image.Symbol("VDSO_tag")), 0xffffff),
            ".symtab+0x138: name offset 0xffffff of symbol 13 is outside .strtab (113 bytes)"),
        ["shared bytes"] = (image => image.Set64(image.Header(3) + 24, 0x1010),
            "+0x1010: sections 1 (.text) and 3 (.rodata) share bytes of the file"),
        ["offset 2^32"] = (image => image.Set64(Second, 1ul << 32),
            ".rela.text+0x18: 4 bytes at 0x100000000 are outside .text (0x21 bytes at 0xffffffff81000000)"),
        ["offset 0"] = (image => image.Set64(Second, 0),
            ".rela.text+0x18: 4 bytes at 0x0 are outside .text (0x21 bytes at 0xffffffff81000000)"),
        ["offset 0x7fffffff"] = (image => image.Set64(Second, 0x7fffffff),
            ".rela.text+0x18: 4 bytes at 0x7fffffff are outside .text (0x21 bytes at 0xffffffff81000000)"),
        ["offset in another section"] = (image => image.Set64(Second, image.Address(7)),
            ".rela.text+0x18: 4 bytes at 0xffffffff81001000 are outside .text (0x21 bytes at 0xffffffff81000000)"),
        ["same place twice"] = (image => image.Set64(image.Offset(8) + 24, image.Address(7) + 8),
            "two relocations name the place 0x81001008: it would be moved twice (--allow-dup keeps both)"),
        ["type 9"] = (image => image.Set32(Second + 8, 9),
            ".rela.text+0x18: unsupported relocation type: R_X86_64_GOTPCREL (9)"),
        ["type 12"] = (image => image.Set32(Second + 8, 12),
            ".rela.text+0x18: unsupported relocation type: R_X86_64_16 (12)"),
        ["type 25"] = (image => image.Set32(Second + 8, 25),
            ".rela.text+0x18: unsupported relocation type: R_X86_64_GOTOFF64 (25)"),
        ["type 43"] = (image => image.Set32(Second + 8, 43),
            ".rela.text+0x18: unsupported relocation type: R_X86_64_CODE_4_GOTPCRELX (43)"),
        ["type 100"] = (image => image.Set32(Second + 8, 100),
            ".rela.text+0x18: unsupported relocation type: 100"),
    };

    /// <summary>The kinds of damage, with the message of each but for the file's name.</summary>
    public static TheoryData<string, string> All => new(s_kinds.Select(pair => (pair.Key, pair.Value.Message)));

    /// <summary>The kernel with a kind of damage.</summary>
    public static ElfBytes Of(string kind) => s_kinds[kind].Do(ElfBytes.Kernel());
}
