// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>What becomes of the section name table of a file that is edited.</summary>
public enum SectionNaming
{
    /// <summary>It stays as it is; no section may be added.</summary>
    Kept,

    /// <summary>It stays, and the names of added sections follow.</summary>
    Appended,

    /// <summary>It has the names of the sections that there are, each once, in their order.</summary>
    Compacted,

    /// <summary>As GNU objcopy makes it: see <see cref="StringOrder.FirstUse"/>.</summary>
    FirstUse,

    /// <summary>As llvm-objcopy makes it: see <see cref="StringOrder.FallingTails"/>.</summary>
    FallingTails,
}
