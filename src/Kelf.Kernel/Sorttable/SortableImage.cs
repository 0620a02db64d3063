// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Sorttable;

/// <summary>A linked kernel image of a machine whose tables are known: what it has, by name.</summary>
internal sealed class SortableImage
{
    private SortableImage(ElfFile elf, ExceptionRecord exceptionRecord)
    {
        (Elf, ExceptionRecord, Format) = (elf, exceptionRecord, NumberFormat.Of(elf));
        SymbolSection = elf.SymbolSection
            ?? throw Refused("no symbol table (.symtab): the image is stripped; sort it before");
        Symbols = elf.Symbols(SymbolSection);
        Release = KernelRelease.Find(elf);
    }

    /// <summary>The file.</summary>
    public ElfFile Elf { get; }

    /// <summary>How its exception table is made.</summary>
    public ExceptionRecord ExceptionRecord { get; }

    /// <summary>How it stores numbers.</summary>
    public NumberFormat Format { get; }

    /// <summary><c>.symtab</c>.</summary>
    public ElfSection SymbolSection { get; }

    /// <summary>The symbols.</summary>
    public ElfSymbolTable Symbols { get; }

    /// <summary>The release of Linux that the image says it is, or null.</summary>
    public KernelRelease? Release { get; }

    /// <summary>Reads the headers.</summary>
    /// <exception cref="MalformedFileException">It is no ELF file, or a broken one.</exception>
    /// <exception cref="RefusedException">It is no linked image, or of a machine that is not known.</exception>
    public static SortableImage Open(Region file)
    {
        if (file.IsEmpty)
        {
            throw new MalformedFileException(file.Source.File, "the file is empty");
        }

        ElfFile elf = ElfFile.Parse(file);
        if (elf.Header.Version != 1)
        {
            throw file.Malformed(20, $"ELF version {elf.Header.Version} is not 1");
        }

        int headerSize = elf.Layout.HeaderSize;
        if (elf.Header.HeaderSize != headerSize)
        {
            throw file.Malformed((ulong)elf.Layout.HeaderSizeField, $"ELF header size {elf.Header.HeaderSize} is not {headerSize}");
        }

        if (elf.Type is not (ElfType.Executable or ElfType.Dynamic))
        {
            throw new RefusedException(
                file.Source.File, $"ELF type {(ushort)elf.Type} is not that of a linked image (2 or 3); sort after the last link");
        }

        return new SortableImage(elf, ExceptionTable.RecordOf(elf));
    }

    /// <summary>The section of that name, or null.</summary>
    /// <exception cref="MalformedFileException">There are two.</exception>
    public ElfSection? Find(string name)
    {
        ElfSection? found = null;
        foreach (ElfSection section in Elf.Sections)
        {
            if (string.Equals(section.Name, name, StringComparison.Ordinal))
            {
                found = found is null ? section : throw new MalformedFileException(
                    Elf.Image.Source.File, $"sections {found.Index.Value} and {section.Index.Value} are both called {name}");
            }
        }

        return found;
    }

    /// <summary>The bytes of a table.</summary>
    /// <exception cref="MalformedFileException">It has none in the file, or they are compressed.</exception>
    public Region Contents(ElfSection section)
    {
        if (section.Type == ElfSectionType.NoBits || section.IsCompressed)
        {
            throw new MalformedFileException(
                Elf.Image.Source.InSection(section.Name),
                0,
                section.IsCompressed ? "the kernel uses the section in place, but it is compressed" : "the section has no bytes in the file");
        }

        return Elf.Contents(section);
    }

    /// <summary>The image lacks what is asked for.</summary>
    public RefusedException Refused(string what) => new(Elf.Image.Source.File, what);
}
