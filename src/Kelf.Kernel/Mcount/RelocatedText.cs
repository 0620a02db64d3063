// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Mcount;

/// <summary>
/// An executable section and one of the sections with relocations for it, which <c>sh_info</c> and <c>sh_link</c> tie
/// together: both are checked when this is made, each relocation when it is looked at.
/// </summary>
internal sealed class RelocatedText
{
    private readonly ElfFile _file;

    private RelocatedText(ElfFile file, ElfSection text, ElfSection records, ElfSymbolTable symbols)
    {
        (_file, Text, Records, Symbols) = (file, text, records, symbols);
        Relocations = file.Relocations(records);
        Bytes = file.Contents(text);
    }

    /// <summary>The section with instructions.</summary>
    public ElfSection Text { get; }

    /// <summary>Its contents.</summary>
    public Region Bytes { get; }

    /// <summary>The section with relocations.</summary>
    public ElfSection Records { get; }

    /// <summary>The relocations.</summary>
    public ElfRelocationTable Relocations { get; }

    /// <summary>What they name.</summary>
    public ElfSymbolTable Symbols { get; }

    /// <summary>All of a file, in the order of the sections with relocations.</summary>
    /// <exception cref="MalformedFileException">A link of such a section is wrong.</exception>
    public static IEnumerable<RelocatedText> All(ElfFile file, ObjectSymbols symbols)
    {
        for (int i = 0; i < file.Sections.Length; i++)
        {
            ElfSection records = file.Sections[i];
            if (records.Type is not (ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends)
                || Target(file, records) is not { Type: ElfSectionType.ProgramBits } text
                || (text.Flags & ElfSectionFlags.Executable) == 0)
            {
                continue;
            }

            if (symbols.Section is null || records.Link != symbols.Section.Index.Value)
            {
                throw file.Contents(records).Malformed(0, $"sh_link of section {records.Index.Value} ({records.Name}) is "
                    + $"{records.Link}, which is not the symbol table");
            }

            yield return new RelocatedText(file, text, records, symbols.Table);
        }
    }

    /// <summary>The section that relocations apply to; null for none.</summary>
    /// <exception cref="MalformedFileException"><c>sh_info</c> is no section.</exception>
    public static ElfSection? Target(ElfFile file, ElfSection records) => records.Info == 0
        ? null
        : file.SectionAt(records.Info, $"sh_info of section {records.Index.Value} ({records.Name})");

    /// <summary>The symbol of a relocation.</summary>
    /// <exception cref="MalformedFileException">There is no such symbol.</exception>
    public ElfSymbol SymbolOf(in ElfRelocation relocation, long index) => relocation.SymbolIndex < (uint)Symbols.Count
        ? Symbols[(int)relocation.SymbolIndex]
        : throw Relocations.Malformed(
            index, $"symbol {relocation.SymbolIndex} of a relocation is not below {Symbols.Count}");

    /// <summary>Checks that a call lies in its section.</summary>
    /// <exception cref="MalformedFileException">It does not.</exception>
    public void CheckPlace(in ElfRelocation relocation, long index)
    {
        if (relocation.Offset >= (ulong)Bytes.Length)
        {
            throw Relocations.Malformed(index, $"offset 0x{relocation.Offset:x} of a call is outside section "
                + $"{Text.Index.Value} ({Text.Name}) of {Bytes.Length} bytes");
        }
    }

    /// <summary>Makes a relocation do nothing: all <c>R_*_NONE</c> are type 0; symbol and addend stay.</summary>
    public void Disable(ElfEditor output, long index) => new RelocationFields(_file).Disable(output, Records, index);
}
