// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

/// <summary>Width of addresses in a file (<c>EI_CLASS</c>, gABI 4.1 ch. 4).</summary>
public enum ElfClass
{
    /// <summary><c>ELFCLASS32</c>.</summary>
    Elf32 = 1,

    /// <summary><c>ELFCLASS64</c>.</summary>
    Elf64 = 2,
}

/// <summary>Kind of object file (<c>e_type</c>, gABI 4.1 ch. 4).</summary>
public enum ElfType : ushort
{
    /// <summary><c>ET_NONE</c>.</summary>
    None = 0,

    /// <summary><c>ET_REL</c>: relocatable; debug sections still need their relocations applied.</summary>
    Relocatable = 1,

    /// <summary><c>ET_EXEC</c>.</summary>
    Executable = 2,

    /// <summary><c>ET_DYN</c>.</summary>
    Dynamic = 3,

    /// <summary><c>ET_CORE</c>.</summary>
    Core = 4,
}

/// <summary>Instruction set (<c>e_machine</c>); the values kelf treats specially.</summary>
public enum ElfMachine : ushort
{
    /// <summary><c>EM_NONE</c>.</summary>
    None = 0,

    /// <summary><c>EM_386</c>.</summary>
    I386 = 3,

    /// <summary><c>EM_MIPS</c>.</summary>
    Mips = 8,

    /// <summary><c>EM_SPARC</c>.</summary>
    Sparc = 2,

    /// <summary><c>EM_SPARC32PLUS</c>.</summary>
    Sparc32Plus = 18,

    /// <summary><c>EM_PPC</c>.</summary>
    PowerPc = 20,

    /// <summary><c>EM_PPC64</c>.</summary>
    PowerPc64 = 21,

    /// <summary><c>EM_S390</c>.</summary>
    S390 = 22,

    /// <summary><c>EM_ARM</c>.</summary>
    Arm = 40,

    /// <summary><c>EM_PARISC</c>.</summary>
    PaRisc = 15,

    /// <summary><c>EM_SH</c>.</summary>
    SuperH = 42,

    /// <summary><c>EM_ARCOMPACT</c>.</summary>
    ArCompact = 93,

    /// <summary><c>EM_XTENSA</c>.</summary>
    Xtensa = 94,

    /// <summary><c>EM_MICROBLAZE</c>.</summary>
    MicroBlaze = 189,

    /// <summary><c>EM_ARCV2</c>.</summary>
    ArcV2 = 195,

    /// <summary><c>EM_SPARCV9</c>.</summary>
    SparcV9 = 43,

    /// <summary><c>EM_X86_64</c>.</summary>
    X8664 = 62,

    /// <summary><c>EM_AARCH64</c>.</summary>
    AArch64 = 183,

    /// <summary><c>EM_RISCV</c>.</summary>
    RiscV = 243,

    /// <summary><c>EM_LOONGARCH</c>.</summary>
    LoongArch = 258,
}

/// <summary>Kind of section (<c>sh_type</c>, gABI 4.1 ch. 4); the values kelf treats specially.</summary>
public enum ElfSectionType : uint
{
    /// <summary><c>SHT_NULL</c>.</summary>
    Null = 0,

    /// <summary><c>SHT_PROGBITS</c>.</summary>
    ProgramBits = 1,

    /// <summary><c>SHT_SYMTAB</c>.</summary>
    SymbolTable = 2,

    /// <summary><c>SHT_STRTAB</c>.</summary>
    StringTable = 3,

    /// <summary><c>SHT_RELA</c>: relocations with addends.</summary>
    RelocationsWithAddends = 4,

    /// <summary><c>SHT_DYNAMIC</c>: what the dynamic linker needs to know.</summary>
    Dynamic = 6,

    /// <summary><c>SHT_NOTE</c>.</summary>
    Note = 7,

    /// <summary><c>SHT_NOBITS</c>: occupies no space in the file.</summary>
    NoBits = 8,

    /// <summary><c>SHT_REL</c>: relocations whose addend is in place.</summary>
    Relocations = 9,

    /// <summary><c>SHT_DYNSYM</c>.</summary>
    DynamicSymbols = 11,

    /// <summary><c>SHT_GROUP</c>: sections that are kept or dropped together.</summary>
    Group = 17,

    /// <summary><c>SHT_SYMTAB_SHNDX</c>: section indices that do not fit in 16 bits.</summary>
    ExtendedIndices = 18,
}

/// <summary>Properties of a section (<c>sh_flags</c>, gABI 4.1 ch. 4).</summary>
[Flags]
public enum ElfSectionFlags : ulong
{
    /// <summary>No property.</summary>
    None = 0,

    /// <summary><c>SHF_WRITE</c>: writable when the program runs.</summary>
    Writable = 0x1,

    /// <summary><c>SHF_ALLOC</c>: occupies memory when the program runs.</summary>
    Allocated = 0x2,

    /// <summary><c>SHF_EXECINSTR</c>: machine instructions.</summary>
    Executable = 0x4,

    /// <summary><c>SHF_INFO_LINK</c>: <c>sh_info</c> is a section's index.</summary>
    InfoLink = 0x40,

    /// <summary><c>SHF_LINK_ORDER</c>: <c>sh_link</c> is the section whose order this one follows.</summary>
    LinkOrder = 0x80,

    /// <summary><c>SHF_TLS</c>: thread-local; <c>.tbss</c> occupies no addresses of its segment.</summary>
    ThreadLocal = 0x400,

    /// <summary><c>SHF_COMPRESSED</c>: contents begin with a compression header.</summary>
    Compressed = 0x800,
}

/// <summary>Scope of a symbol (<c>STB_*</c>, gABI 4.1 ch. 4).</summary>
public enum ElfSymbolBinding : byte
{
    /// <summary><c>STB_LOCAL</c>.</summary>
    Local = 0,

    /// <summary><c>STB_GLOBAL</c>.</summary>
    Global = 1,

    /// <summary><c>STB_WEAK</c>.</summary>
    Weak = 2,

    /// <summary><c>STB_GNU_UNIQUE</c>: one in the whole process.</summary>
    GnuUnique = 10,
}

/// <summary>Kind of a symbol (<c>STT_*</c>, gABI 4.1 ch. 4).</summary>
public enum ElfSymbolType : byte
{
    /// <summary><c>STT_NOTYPE</c>.</summary>
    NoType = 0,

    /// <summary><c>STT_OBJECT</c>.</summary>
    Object = 1,

    /// <summary><c>STT_FUNC</c>.</summary>
    Function = 2,

    /// <summary><c>STT_SECTION</c>.</summary>
    Section = 3,

    /// <summary><c>STT_FILE</c>.</summary>
    File = 4,

    /// <summary><c>STT_GNU_IFUNC</c>: a function that returns the address of the one to call.</summary>
    IndirectFunction = 10,
}

/// <summary>Kind of a segment (<c>p_type</c>, gABI 4.1 ch. 5); the values kelf treats specially.</summary>
public enum ElfSegmentType : uint
{
    /// <summary><c>PT_LOAD</c>: mapped into memory.</summary>
    Load = 1,

    /// <summary><c>PT_NOTE</c>.</summary>
    Note = 4,
}
