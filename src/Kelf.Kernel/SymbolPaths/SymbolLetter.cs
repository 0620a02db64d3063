// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>The letter that nm(1) prints for a defined symbol.</summary>
internal static class SymbolLetter
{
    private const byte Unique = 10; // STB_GNU_UNIQUE
    private const byte Indirect = 10; // STT_GNU_IFUNC

    /// <summary>The letter, upper case when the symbol is global.</summary>
    public static byte Of(ElfFile file, in ElfSymbol symbol)
    {
        byte letter = symbol switch
        {
            { Type: (ElfSymbolType)Indirect } => (byte)'i',
            { Binding: ElfSymbolBinding.Weak } => symbol.Type == ElfSymbolType.Object ? (byte)'V' : (byte)'W',
            { Binding: (ElfSymbolBinding)Unique } => (byte)'u',
            { SectionNumber: ElfSymbol.CommonSection } => (byte)'c',
            { SectionNumber: ElfSymbol.AbsoluteSection } => (byte)'a',
            _ when symbol.SectionNumber < (uint)file.Sections.Length => OfSection(file.Sections[(int)symbol.SectionNumber]),
            _ => (byte)'?',
        };
        bool isRaised = symbol.Binding == ElfSymbolBinding.Global && letter is not ((byte)'i' or (byte)'u' or (byte)'N');
        return isRaised && letter is >= (byte)'a' and <= (byte)'z' ? (byte)(letter - 32) : letter;
    }

    private static byte OfSection(ElfSection section)
    {
        bool isWritable = (section.Flags & ElfSectionFlags.Writable) != 0;
        return (byte)(section switch
        {
            _ when (section.Flags & ElfSectionFlags.Executable) != 0 => 't',
            { IsAllocated: true, Type: not ElfSectionType.NoBits } => isWritable ? 'd' : 'r',
            { Type: ElfSectionType.NoBits } => 'b',
            _ when section.Name.StartsWith(".debug", StringComparison.Ordinal) => 'N',
            _ => isWritable ? '?' : 'n',
        });
    }
}
