// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>The symbol table of a file.</summary>
public static class SymbolSection
{
    /// <summary>Finds it.</summary>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    /// <exception cref="RefusedException">There is none.</exception>
    public static ElfSymbolTable Of(ElfFile file) => Find(file) is { } section
        ? file.Symbols(section)
        : throw new RefusedException(
            file.Image.Source.File, "no symbol table (.symtab): give the image before it was stripped");

    /// <summary>Its header, or null.</summary>
    public static ElfSection? Find(ElfFile file)
    {
        foreach (ElfSection section in file.Sections)
        {
            if (section.Type == ElfSectionType.SymbolTable)
            {
                return section;
            }
        }

        return null;
    }
}
