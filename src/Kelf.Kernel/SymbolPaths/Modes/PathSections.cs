// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Modules;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Side;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.SymbolPaths.Modes;

/// <summary>
/// Plans a copy of an image with its paths in sections that no loader looks at. They have to be added last: what writes the file
/// anew may reorder symbols, and a signature is of all bytes before it.
/// </summary>
public static class PathSections
{
    /// <summary>A copy with a side table.</summary>
    /// <exception cref="RefusedException">The module is signed, or the image has such a section already.</exception>
    public static ElfEditor AddSideTable(ElfFile image, PathAttribution attribution, bool onlyAmbiguous)
    {
        ElfEditor editor = Begin(image, SideTable.SectionName);
        SideTable table = SideTableMaker.Make(image, attribution, onlyAmbiguous);
        editor.Add(new AddedSection(
            SideTable.SectionName, ElfSectionType.ProgramBits, ElfSectionFlags.None,
            SideTableWriter.Write(table, image.ByteOrder), Alignment: 8, EntrySize: 0));
        return editor;
    }

    /// <summary>
    /// A copy with <c>.symtab.paths</c>, for each symbol the place of its qualified name in <c>.strtab.paths</c>: the layout of the
    /// kernel mailing list's patches. 0 stands for the plain name.
    /// </summary>
    /// <exception cref="RefusedException">The module is signed, or the image has such a section already.</exception>
    public static ElfEditor AddNames(ElfFile image, PathAttribution attribution)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        ElfEditor editor = Begin(image, ".symtab.paths");
        NumberWriter numbers = new(image.ByteOrder);
        byte[] places = new byte[NeededSymbols.Of(image).Count * 4];
        ByteBuilder names = new();
        names.Write([0]);
        for (int i = 0; i < attribution.Listing.Count; i++)
        {
            if (attribution.PathNumber(i) != 0 && PathModes.Qualify(attribution, null, i) is { } name)
            {
                numbers.U32(places.AsSpan(attribution.Listing.Symbols[i].Index * 4), (uint)names.Bytes.Length);
                names.Write(name);
                names.Write([0]);
            }
        }

        // The strings come second, and their number is known: sections are numbered in the order of adding.
        SectionIndex strings = new((uint)image.Sections.Length + 1);
        editor.Add(new AddedSection(
            ".symtab.paths", ElfSectionType.ProgramBits, ElfSectionFlags.None, places, Alignment: 4, EntrySize: 4, Link: strings.Value));
        editor.Add(new AddedSection(
            ".strtab.paths", ElfSectionType.ProgramBits, ElfSectionFlags.None, names.Bytes.ToArray(), Alignment: 1, EntrySize: 0));
        return editor;
    }

    private static ElfEditor Begin(ElfFile image, string section)
    {
        ArgumentNullException.ThrowIfNull(image);
        ModuleSignature.Refuse(image.Image, "add the section before it is");
        return image.TryFindSection(section, out _)
            ? throw new RefusedException(image.Image.Source.File, $"has a section {section} already: give the file as it was before")
            : new ElfEditor(image);
    }
}
