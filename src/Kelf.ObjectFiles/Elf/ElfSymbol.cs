// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

/// <summary>One symbol, normalised to 64 bits (gABI 4.1 ch. 4, <c>Elf64_Sym</c>).</summary>
/// <param name="NameOffset">Offset of the name in the table's string section.</param>
/// <param name="Value"><c>st_value</c>: offset in the section (relocatable files) or address.</param>
/// <param name="Size"><c>st_size</c> in bytes.</param>
/// <param name="Info"><c>st_info</c>.</param>
/// <param name="Other"><c>st_other</c>.</param>
/// <param name="SectionNumber">
/// Section index with <c>SHN_XINDEX</c> resolved; the reserved numbers (<c>SHN_ABS</c>, <c>SHN_COMMON</c>, ...)
/// keep their values of <see cref="ReservedSections"/>, which lie above every real index.
/// </param>
/// <param name="Index">Index in its table, from 0.</param>
public readonly record struct ElfSymbol(
    uint NameOffset, ulong Value, ulong Size, byte Info, byte Other, uint SectionNumber, int Index)
{
    /// <summary>First of the reserved section numbers as stored in <see cref="SectionNumber"/>.</summary>
    /// <remarks>The file's 16-bit 0xff00 and above are widened by ones, so that extended indices never meet them.</remarks>
    public const uint ReservedSections = 0xffff_ff00;

    /// <summary><c>SHN_ABS</c>, widened.</summary>
    public const uint AbsoluteSection = 0xffff_fff1;

    /// <summary><c>SHN_COMMON</c>, widened.</summary>
    public const uint CommonSection = 0xffff_fff2;

    /// <summary>Scope (<c>ELF_ST_BIND</c>).</summary>
    public ElfSymbolBinding Binding => (ElfSymbolBinding)(Info >> 4);

    /// <summary>Kind (<c>ELF_ST_TYPE</c>).</summary>
    public ElfSymbolType Type => (ElfSymbolType)(Info & 15);

    /// <summary>Who outside of the linked file sees it (<c>ELF_ST_VISIBILITY</c>).</summary>
    public ElfSymbolVisibility Visibility => (ElfSymbolVisibility)(Other & 3);

    /// <summary>True when the symbol is defined elsewhere (<c>SHN_UNDEF</c>).</summary>
    public bool IsUndefined => SectionNumber == 0;
}
