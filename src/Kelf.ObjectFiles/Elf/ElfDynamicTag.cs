// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

/// <summary>What an entry of the dynamic section says (<c>d_tag</c>, gABI 4.1 ch. 5, and those of GNU).</summary>
public enum ElfDynamicTag : ulong
{
    /// <summary><c>DT_NULL</c>: the end.</summary>
    Null = 0,

    /// <summary><c>DT_NEEDED</c>: string offset of the name of a library.</summary>
    Needed = 1,

    /// <summary><c>DT_PLTRELSZ</c>: bytes.</summary>
    PltRelocationsSize = 2,

    /// <summary><c>DT_PLTGOT</c>: address of the global offset table.</summary>
    PltGot = 3,

    /// <summary><c>DT_HASH</c>: address of the hash table.</summary>
    Hash = 4,

    /// <summary><c>DT_STRTAB</c>: address of the string table.</summary>
    StringTable = 5,

    /// <summary><c>DT_SYMTAB</c>: address of the symbol table.</summary>
    SymbolTable = 6,

    /// <summary><c>DT_RELA</c>: address.</summary>
    RelocationsWithAddends = 7,

    /// <summary><c>DT_RELASZ</c>: bytes.</summary>
    RelocationsWithAddendsSize = 8,

    /// <summary><c>DT_RELAENT</c>: bytes of one.</summary>
    RelocationWithAddendSize = 9,

    /// <summary><c>DT_STRSZ</c>: bytes.</summary>
    StringTableSize = 10,

    /// <summary><c>DT_SYMENT</c>: bytes of one.</summary>
    SymbolSize = 11,

    /// <summary><c>DT_INIT</c>: address of a function.</summary>
    Init = 12,

    /// <summary><c>DT_FINI</c>: address of a function.</summary>
    Fini = 13,

    /// <summary><c>DT_SONAME</c>: string offset.</summary>
    SharedObjectName = 14,

    /// <summary><c>DT_RPATH</c>: string offset of search paths, before <c>DT_RUNPATH</c>.</summary>
    RunPathOld = 15,

    /// <summary><c>DT_SYMBOLIC</c>.</summary>
    Symbolic = 16,

    /// <summary><c>DT_REL</c>: address.</summary>
    Relocations = 17,

    /// <summary><c>DT_RELSZ</c>: bytes.</summary>
    RelocationsSize = 18,

    /// <summary><c>DT_RELENT</c>: bytes of one.</summary>
    RelocationSize = 19,

    /// <summary><c>DT_PLTREL</c>: <c>DT_REL</c> or <c>DT_RELA</c>.</summary>
    PltRelocationKind = 20,

    /// <summary><c>DT_DEBUG</c>.</summary>
    Debug = 21,

    /// <summary><c>DT_TEXTREL</c>: relocations may change read-only segments.</summary>
    TextRelocations = 22,

    /// <summary><c>DT_JMPREL</c>: address.</summary>
    PltRelocations = 23,

    /// <summary><c>DT_BIND_NOW</c>.</summary>
    BindNow = 24,

    /// <summary><c>DT_INIT_ARRAY</c>: address.</summary>
    InitArray = 25,

    /// <summary><c>DT_FINI_ARRAY</c>: address.</summary>
    FiniArray = 26,

    /// <summary><c>DT_INIT_ARRAYSZ</c>: bytes.</summary>
    InitArraySize = 27,

    /// <summary><c>DT_FINI_ARRAYSZ</c>: bytes.</summary>
    FiniArraySize = 28,

    /// <summary><c>DT_RUNPATH</c>: string offset of search paths.</summary>
    RunPath = 29,

    /// <summary><c>DT_FLAGS</c>: <c>DF_*</c>.</summary>
    Flags = 30,

    /// <summary><c>DT_PREINIT_ARRAY</c>: address.</summary>
    PreInitArray = 32,

    /// <summary><c>DT_PREINIT_ARRAYSZ</c>: bytes.</summary>
    PreInitArraySize = 33,

    /// <summary><c>DT_SYMTAB_SHNDX</c>: address.</summary>
    ExtendedIndices = 34,

    /// <summary><c>DT_RELRSZ</c>: bytes.</summary>
    RelativeRelocationsSize = 35,

    /// <summary><c>DT_RELR</c>: address.</summary>
    RelativeRelocations = 36,

    /// <summary><c>DT_RELRENT</c>: bytes of one.</summary>
    RelativeRelocationSize = 37,

    /// <summary><c>DT_GNU_HASH</c>: address of GNU's hash table.</summary>
    GnuHash = 0x6fff_fef5,

    /// <summary><c>DT_VERSYM</c>: address.</summary>
    VersionSymbols = 0x6fff_fff0,

    /// <summary><c>DT_RELACOUNT</c>: how many relative ones come first.</summary>
    RelocationsWithAddendsCount = 0x6fff_fff9,

    /// <summary><c>DT_RELCOUNT</c>: how many relative ones come first.</summary>
    RelocationsCount = 0x6fff_fffa,

    /// <summary><c>DT_FLAGS_1</c>: <c>DF_1_*</c>.</summary>
    Flags1 = 0x6fff_fffb,

    /// <summary><c>DT_VERDEF</c>: address.</summary>
    VersionDefinitions = 0x6fff_fffc,

    /// <summary><c>DT_VERDEFNUM</c>.</summary>
    VersionDefinitionsCount = 0x6fff_fffd,

    /// <summary><c>DT_VERNEED</c>: address.</summary>
    VersionNeeds = 0x6fff_fffe,

    /// <summary><c>DT_VERNEEDNUM</c>.</summary>
    VersionNeedsCount = 0x6fff_ffff,
}
