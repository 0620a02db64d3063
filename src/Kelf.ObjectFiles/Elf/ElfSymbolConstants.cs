// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

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

    /// <summary><c>STT_OBJECT</c>: data.</summary>
    Object = 1,

    /// <summary><c>STT_FUNC</c>.</summary>
    Function = 2,

    /// <summary><c>STT_SECTION</c>.</summary>
    Section = 3,

    /// <summary><c>STT_FILE</c>: name of a source file.</summary>
    File = 4,

    /// <summary><c>STT_COMMON</c>: data that linkers allocate.</summary>
    Common = 5,

    /// <summary><c>STT_TLS</c>: thread-local data.</summary>
    ThreadLocal = 6,

    /// <summary><c>STT_GNU_IFUNC</c>: a function that returns the address of the one to call.</summary>
    IndirectFunction = 10,
}

/// <summary>Who outside of the linked file sees a global symbol (<c>STV_*</c>, the low two bits of <c>st_other</c>, gABI 4.1 ch. 4).</summary>
public enum ElfSymbolVisibility : byte
{
    /// <summary><c>STV_DEFAULT</c>: as its binding says.</summary>
    Default = 0,

    /// <summary><c>STV_INTERNAL</c>: hidden, by rules of the processor supplement.</summary>
    Internal = 1,

    /// <summary><c>STV_HIDDEN</c>: nobody.</summary>
    Hidden = 2,

    /// <summary><c>STV_PROTECTED</c>: all, but inside the file nothing else takes its place.</summary>
    Protected = 3,
}
