// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>In which order a string table that is made anew has its strings; those that end another one stand inside it.</summary>
public enum StringOrder
{
    /// <summary>Of their first use, as GNU binutils (BFD) writes them.</summary>
    FirstUse,

    /// <summary>Falling, when read from their ends, as LLVM writes them.</summary>
    FallingTails,
}
