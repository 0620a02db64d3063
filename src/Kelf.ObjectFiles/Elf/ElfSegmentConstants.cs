// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

/// <summary>Kind of a segment (<c>p_type</c>, gABI 4.1 ch. 5, and those of GNU).</summary>
public enum ElfSegmentType : uint
{
    /// <summary><c>PT_NULL</c>: no segment.</summary>
    Null = 0,

    /// <summary><c>PT_LOAD</c>: mapped into memory.</summary>
    Load = 1,

    /// <summary><c>PT_DYNAMIC</c>: what the dynamic linker needs to know.</summary>
    Dynamic = 2,

    /// <summary><c>PT_INTERP</c>: path of the dynamic linker.</summary>
    Interpreter = 3,

    /// <summary><c>PT_NOTE</c>.</summary>
    Note = 4,

    /// <summary><c>PT_PHDR</c>: the program headers themselves.</summary>
    Headers = 6,

    /// <summary><c>PT_TLS</c>: thread-local data at its beginning.</summary>
    ThreadLocal = 7,

    /// <summary><c>PT_GNU_EH_FRAME</c>: index of the call frame information.</summary>
    GnuUnwind = 0x6474_e550,

    /// <summary><c>PT_GNU_STACK</c>: whether the stack may hold instructions.</summary>
    GnuStack = 0x6474_e551,

    /// <summary><c>PT_GNU_RELRO</c>: read-only after relocation.</summary>
    GnuReadOnly = 0x6474_e552,

    /// <summary><c>PT_GNU_PROPERTY</c>: the note of properties.</summary>
    GnuProperty = 0x6474_e553,
}

/// <summary>Permissions of a segment (<c>p_flags</c>, gABI 4.1 ch. 5).</summary>
[Flags]
public enum ElfSegmentFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>PF_X</c>.</summary>
    Executable = 0x1,

    /// <summary><c>PF_W</c>.</summary>
    Writable = 0x2,

    /// <summary><c>PF_R</c>.</summary>
    Readable = 0x4,
}
