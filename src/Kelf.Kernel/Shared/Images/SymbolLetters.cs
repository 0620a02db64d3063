// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Images;

/// <summary>
/// The letters by which <c>nm</c> tells what a symbol is. They say more about the section than about the symbol: a
/// <c>.data</c> section that is marked as executable has <c>T</c>s.
/// </summary>
internal sealed class SymbolLetters
{
    private const byte Unknown = (byte)'?';

    private static readonly string[] s_debugPrefixes =
        [".debug", ".zdebug", ".gnu.debuglto_", ".gnu.linkonce.wi.", ".line", ".stab", ".gdb_index"];

    private readonly byte[] _ofSection;

    public SymbolLetters(ElfFile file)
    {
        _ofSection = new byte[file.Sections.Length];
        // Other machines have small data as well, but nm does not tell it from other data.
        bool hasSmallData = file.Machine == ElfMachine.PowerPc64;
        for (int i = 1; i < _ofSection.Length; i++)
        {
            _ofSection[i] = OfSection(file.Sections[i], hasSmallData);
        }
    }

    /// <summary>The letter of a symbol whose section exists.</summary>
    public byte Of(in ElfSymbol symbol)
    {
        bool isObject = symbol.Type == ElfSymbolType.Object;
        if (symbol.SectionNumber == ElfSymbol.CommonSection)
        {
            return (byte)'C';
        }

        if (symbol.IsUndefined)
        {
            return symbol.Binding == ElfSymbolBinding.Weak ? isObject ? (byte)'v' : (byte)'w' : (byte)'U';
        }

        if (symbol.Type == ElfSymbolType.IndirectFunction)
        {
            return (byte)'i';
        }

        return symbol.Binding switch
        {
            ElfSymbolBinding.Weak => isObject ? (byte)'V' : (byte)'W',
            ElfSymbolBinding.GnuUnique => (byte)'u',
            ElfSymbolBinding.Local => OfPlace(symbol),
            ElfSymbolBinding.Global => Upper(OfPlace(symbol)),
            _ => Unknown,
        };
    }

    private static byte Upper(byte letter) => letter is >= (byte)'a' and <= (byte)'z' ? (byte)(letter & ~0x20) : letter;

    private static byte OfSection(ElfSection section, bool hasSmallData)
    {
        bool isSmall = hasSmallData
            && (section.Name.StartsWith(".sdata", StringComparison.Ordinal) || section.Name.StartsWith(".sbss", StringComparison.Ordinal));
        if ((section.Flags & ElfSectionFlags.Executable) != 0)
        {
            return (byte)'t';
        }

        bool isWritable = (section.Flags & ElfSectionFlags.Writable) != 0;
        if (section.Type == ElfSectionType.NoBits)
        {
            return isSmall ? (byte)'s' : (byte)'b';
        }

        if (section.IsAllocated)
        {
            return !isWritable ? (byte)'r' : isSmall ? (byte)'g' : (byte)'d';
        }

        return s_debugPrefixes.Any(prefix => section.Name.StartsWith(prefix, StringComparison.Ordinal)) ? (byte)'N'
            : isWritable ? Unknown
            : (byte)'n';
    }

    // Of other reserved numbers, such as those of processors, nothing is known.
    private byte OfPlace(in ElfSymbol symbol) => symbol.SectionNumber == ElfSymbol.AbsoluteSection ? (byte)'a'
        : symbol.SectionNumber < (uint)_ofSection.Length ? _ofSection[symbol.SectionNumber]
        : Unknown;
}
