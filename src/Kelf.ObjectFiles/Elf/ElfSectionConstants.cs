// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

/// <summary>Kind of section (<c>sh_type</c>, gABI 4.1 ch. 4; from 0x6000_0000 on those of GNU and LLVM).</summary>
public enum ElfSectionType : uint
{
    /// <summary><c>SHT_NULL</c>: no section.</summary>
    Null = 0,

    /// <summary><c>SHT_PROGBITS</c>: code or data, whose meaning is the program's.</summary>
    ProgramBits = 1,

    /// <summary><c>SHT_SYMTAB</c>.</summary>
    SymbolTable = 2,

    /// <summary><c>SHT_STRTAB</c>.</summary>
    StringTable = 3,

    /// <summary><c>SHT_RELA</c>: relocations with addends.</summary>
    RelocationsWithAddends = 4,

    /// <summary><c>SHT_HASH</c>: hash table of the dynamic symbols.</summary>
    Hash = 5,

    /// <summary><c>SHT_DYNAMIC</c>: what the dynamic linker needs to know.</summary>
    Dynamic = 6,

    /// <summary><c>SHT_NOTE</c>.</summary>
    Note = 7,

    /// <summary><c>SHT_NOBITS</c>: occupies no space in the file.</summary>
    NoBits = 8,

    /// <summary><c>SHT_REL</c>: relocations whose addend is in place.</summary>
    Relocations = 9,

    /// <summary><c>SHT_DYNSYM</c>: symbols of the dynamic linker.</summary>
    DynamicSymbols = 11,

    /// <summary><c>SHT_INIT_ARRAY</c>: addresses of functions that are called at the start.</summary>
    InitArray = 14,

    /// <summary><c>SHT_FINI_ARRAY</c>: addresses of functions that are called at the end.</summary>
    FiniArray = 15,

    /// <summary><c>SHT_PREINIT_ARRAY</c>: addresses of functions that are called before all others.</summary>
    PreInitArray = 16,

    /// <summary><c>SHT_GROUP</c>: sections that are kept or dropped together.</summary>
    Group = 17,

    /// <summary><c>SHT_SYMTAB_SHNDX</c>: section indices that do not fit in 16 bits.</summary>
    ExtendedIndices = 18,

    /// <summary><c>SHT_RELR</c>: relative relocations, packed.</summary>
    RelativeRelocations = 19,

    /// <summary><c>SHT_LLVM_ADDRSIG</c>: indices of the symbols whose addresses are compared.</summary>
    LlvmAddressSignificance = 0x6fff_4c03,

    /// <summary><c>SHT_GNU_ATTRIBUTES</c>.</summary>
    GnuAttributes = 0x6fff_fff5,

    /// <summary><c>SHT_GNU_HASH</c>: hash table of the dynamic symbols, GNU's.</summary>
    GnuHash = 0x6fff_fff6,

    /// <summary><c>SHT_GNU_verdef</c>.</summary>
    GnuVersionDefinitions = 0x6fff_fffd,

    /// <summary><c>SHT_GNU_verneed</c>.</summary>
    GnuVersionNeeds = 0x6fff_fffe,

    /// <summary><c>SHT_GNU_versym</c>.</summary>
    GnuVersionSymbols = 0x6fff_ffff,
}

/// <summary>Properties of a section (<c>sh_flags</c>, gABI 4.1 ch. 4, and those of GNU).</summary>
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

    /// <summary><c>SHF_MERGE</c>: elements of <c>sh_entsize</c> that a linker may merge.</summary>
    Merge = 0x10,

    /// <summary><c>SHF_STRINGS</c>: the elements are NUL-terminated strings.</summary>
    Strings = 0x20,

    /// <summary><c>SHF_INFO_LINK</c>: <c>sh_info</c> is a section's index.</summary>
    InfoLink = 0x40,

    /// <summary><c>SHF_LINK_ORDER</c>: <c>sh_link</c> is the section whose order this one follows.</summary>
    LinkOrder = 0x80,

    /// <summary><c>SHF_OS_NONCONFORMING</c>: to be handled by rules of the operating system.</summary>
    OsNonconforming = 0x100,

    /// <summary><c>SHF_GROUP</c>: member of a section group.</summary>
    InGroup = 0x200,

    /// <summary><c>SHF_TLS</c>: thread-local; <c>.tbss</c> occupies no addresses of its segment.</summary>
    ThreadLocal = 0x400,

    /// <summary><c>SHF_COMPRESSED</c>: contents begin with a compression header.</summary>
    Compressed = 0x800,

    /// <summary><c>SHF_GNU_RETAIN</c>: kept by linkers that drop what is not used.</summary>
    GnuRetain = 0x20_0000,

    /// <summary><c>SHF_EXCLUDE</c>: dropped from linked files.</summary>
    Exclude = 0x8000_0000,
}
