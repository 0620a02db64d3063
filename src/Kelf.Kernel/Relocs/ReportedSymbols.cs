// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Relocs;

/// <summary>A symbol table of an image with the names that relocation reports use.</summary>
internal sealed class ReportedSymbols
{
    private readonly ElfFile _image;

    public ReportedSymbols(ElfFile image, ElfSection section)
    {
        (_image, Section, Table) = (image, section, image.Symbols(section));
    }

    /// <summary>The section that holds the table.</summary>
    public ElfSection Section { get; }

    /// <summary>The records.</summary>
    public ElfSymbolTable Table { get; }

    /// <summary>The name of a symbol; one without a name, as that of a section, goes by its section's.</summary>
    public ReadOnlySpan<byte> NameOf(in ElfSymbol symbol) =>
        symbol.NameOffset != 0 ? Table.NameOf(symbol) : Encoding.UTF8.GetBytes(SectionNameOf(symbol));

    /// <summary>Number of symbols whose names are not in the string table.</summary>
    public int CountMisplacedNames()
    {
        int count = 0;
        for (int i = 0; i < Table.Count; i++)
        {
            count += Table.HasNameInside(Table[i]) ? 0 : 1;
        }

        return count;
    }

    /// <summary>The name of a symbol as text.</summary>
    public string TextOf(in ElfSymbol symbol) => PrintableText.Of(NameOf(symbol));

    /// <summary>The name of the section that a symbol is defined in.</summary>
    public string SectionNameOf(in ElfSymbol symbol) => symbol.SectionNumber switch
    {
        uint number when number < (uint)_image.Sections.Length => _image.Sections[(int)number].Name,
        ElfSymbol.AbsoluteSection => "ABSOLUTE",
        ElfSymbol.CommonSection => "COMMON",
        _ => "<noname>",
    };
}
