// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Side;

/// <summary>
/// The number that binds a side table to the symbol table it is about: a hash of the names of a kernel's table, or of the symbol
/// section of a module and its strings.
/// </summary>
public static class SideTableBinding
{
    /// <summary>The number for an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="listing">Its table.</param>
    /// <exception cref="RefusedException">The kallsyms table in a kernel has not the entries of its symbol table.</exception>
    /// <exception cref="MalformedFileException">A table is malformed.</exception>
    public static ulong Of(ElfFile image, RuntimeSymbols listing)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(listing);
        if (!IsInSymbolTableOrder(image, listing) && KernelTables.Find(image) is { } tables)
        {
            return tables.Count == listing.Count ? tables.Binding : throw new RefusedException(
                image.Image.Source.File,
                $"its kallsyms table has {tables.Count} entries, and its symbol table would give {listing.Count}: "
                + (tables.Count > listing.Count
                    ? "take a kernel without aliases in its table (--paths none or side)"
                    : "take the image from before objcopy (vmlinux.unstripped)"));
        }

        ElfSection section = NeededSymbols.SectionOf(image);
        Fnv1a hash = new();
        hash.Add(image.Contents(section));
        hash.Add(image.Contents(image.SectionAt(section.Link, $"sh_link of section {section.Index.Value} ({section.Name})")));
        return hash.Value;
    }

    /// <summary>The number for images that tables of symbols will be linked into: no address is part of it.</summary>
    /// <param name="tables">The tables.</param>
    public static ulong Of(KallsymsSection tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        Fnv1a hash = new();
        foreach (TablePart part in (ReadOnlySpan<TablePart>)[TablePart.Count, TablePart.Names, TablePart.TokenTable])
        {
            TableLabel label = tables.Labels.First(candidate => candidate.Part == part);
            hash.Add(tables.Contents.Span.Slice(label.Offset, label.Size));
        }

        return hash.Value;
    }

    /// <summary>True for modules, and for kernels without a kallsyms table: their side tables count by <c>.symtab</c>.</summary>
    public static bool IsInSymbolTableOrder(ElfFile image, RuntimeSymbols listing)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(listing);
        return listing.IsModule || KernelTables.Find(image) is null;
    }
}
