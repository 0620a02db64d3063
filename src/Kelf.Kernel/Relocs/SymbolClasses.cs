// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Relocs;

/// <summary>What a relocation against a symbol means for an image that is moved.</summary>
internal enum SymbolClass : byte
{
    /// <summary>Moves with the image.</summary>
    Ordinary,

    /// <summary>Defined nowhere; a weak reference that stays 0.</summary>
    Undefined,

    /// <summary>Absolute, and known to be a number.</summary>
    Constant,

    /// <summary>Absolute, and nobody knows why.</summary>
    Absolute,

    /// <summary>A variable of the per-CPU section that is linked at 0 (the rules before 7.3).</summary>
    PerCpu,

    /// <summary>Real mode: the segment, an absolute symbol.</summary>
    Segment,

    /// <summary>Real mode: an address that becomes linear.</summary>
    Linear,
}

/// <summary>
/// The classes of all symbols of a table, found once: relocations are many, and only absolute symbols need their names
/// looked at.
/// </summary>
internal static class SymbolClasses
{
    /// <summary>Classes for the tables of a kernel.</summary>
    /// <param name="symbols">The table.</param>
    /// <param name="rules">Whose lists of names apply.</param>
    /// <param name="is64">True for x86-64: references to undefined symbols are no relocations.</param>
    /// <param name="perCpuSection">Index of the per-CPU section that is linked at 0, or null.</param>
    public static SymbolClass[] OfKernel(ReportedSymbols symbols, RelocationRules rules, bool is64, uint? perCpuSection)
    {
        SymbolClass[] classes = new SymbolClass[symbols.Table.Count];
        for (int i = 0; i < classes.Length; i++)
        {
            ElfSymbol symbol = symbols.Table[i];
            if (symbol.SectionNumber == ElfSymbol.AbsoluteSection)
            {
                ReadOnlySpan<byte> name = symbols.NameOf(symbol);
                classes[i] = SymbolNames.IsRelative(name, rules, is64) ? SymbolClass.Ordinary
                    : SymbolNames.IsConstant(name, rules) ? SymbolClass.Constant
                    : SymbolClass.Absolute;
            }
            else if (symbol.IsUndefined)
            {
                classes[i] = is64 ? SymbolClass.Undefined : SymbolClass.Ordinary;
            }
            else if (symbol.SectionNumber == perCpuSection)
            {
                classes[i] = SymbolNames.IsPerCpuVariable(symbols.NameOf(symbol)) ? SymbolClass.PerCpu : SymbolClass.Ordinary;
            }
        }

        return classes;
    }

    /// <summary>Classes for the table of a real-mode image.</summary>
    public static SymbolClass[] OfRealMode(ReportedSymbols symbols)
    {
        SymbolClass[] classes = new SymbolClass[symbols.Table.Count];
        for (int i = 0; i < classes.Length; i++)
        {
            ElfSymbol symbol = symbols.Table[i];
            ReadOnlySpan<byte> name = symbols.NameOf(symbol);
            classes[i] = SymbolNames.IsLinear(name) ? SymbolClass.Linear
                : symbol.SectionNumber != ElfSymbol.AbsoluteSection ? SymbolClass.Ordinary
                : SymbolNames.IsSegment(name) ? SymbolClass.Segment
                : SymbolClass.Absolute;
        }

        return classes;
    }

    /// <summary>The class of the symbol that a relocation names.</summary>
    /// <exception cref="MalformedFileException">There is no such symbol.</exception>
    public static SymbolClass Of(RelocationSection section, long index, in ElfRelocation relocation, SymbolClass[] classes) =>
        relocation.SymbolIndex < (uint)classes.Length
            ? classes[relocation.SymbolIndex]
            : throw RelocatableImage.Error(
                section, index, $"symbol {relocation.SymbolIndex} is not below {classes.Length}");
}
