// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Images;

/// <summary>The symbol table of a file that is of no use without one.</summary>
public static class NeededSymbols
{
    /// <summary>Its section.</summary>
    /// <exception cref="MalformedFileException">There are several.</exception>
    /// <exception cref="RefusedException">There is none.</exception>
    public static ElfSection SectionOf(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.SymbolSection ?? throw new RefusedException(
            file.Image.Source.File, "no symbol table (.symtab): give the image as it was linked, before strip");
    }

    /// <summary>The symbols.</summary>
    /// <exception cref="MalformedFileException">There are several tables, or it is malformed.</exception>
    /// <exception cref="RefusedException">There is none.</exception>
    public static ElfSymbolTable Of(ElfFile file)
    {
        ElfSection section = SectionOf(file);
        return file.Symbols(section);
    }
}
