// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Images;

/// <summary>
/// What an object exports: <c>EXPORT_SYMBOL(x)</c> of the kernel leaves a local label <c>__export_symbol_x</c>. In linked
/// images and modules these are gone, and the table of exports has an entry <c>__ksymtab_x</c> for each.
/// </summary>
/// <remarks>
/// An entry counts only where the object defines the symbol: modpost compiles the table of a module to <c>X.mod.o</c>,
/// that of the image to <c>.vmlinux.export.o</c>, and both have nothing but the table.
/// </remarks>
public static class ExportMarkers
{
    private static ReadOnlySpan<byte> Marker => "__export_symbol_"u8;

    private static ReadOnlySpan<byte> TableEntry => "__ksymtab_"u8;

    /// <summary>
    /// The names that the object exports, sorted by their bytes: the order in which <c>nm</c> lists them, and so the
    /// order in which a kernel build hands them to its tools.
    /// </summary>
    /// <exception cref="MalformedFileException">The symbol table is wrong.</exception>
    public static IReadOnlyList<byte[]> Read(ElfFile elf)
    {
        ArgumentNullException.ThrowIfNull(elf);
        List<byte[]> markers = [], entries = [];
        Collect(elf, elf.SymbolTable, markers, entries);

        List<byte[]> names = markers.Count > 0 || entries.Count == 0 ? markers : Defined(elf, entries);
        names.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        return names;
    }

    private static void Collect(ElfFile elf, in ElfSymbolTable symbols, List<byte[]> markers, List<byte[]> entries)
    {
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            ReadOnlySpan<byte> name = symbols.NameOf(symbol);
            if (name.StartsWith(Marker) && name.Length > Marker.Length)
            {
                markers.Add(name[Marker.Length..].ToArray());
            }
            else if (name.StartsWith(TableEntry) && name.Length > TableEntry.Length && IsInTable(elf, symbol))
            {
                entries.Add(name[TableEntry.Length..].ToArray());
            }
        }
    }

    private static List<byte[]> Defined(ElfFile elf, List<byte[]> entries)
    {
        ByteStringTable names = new();
        foreach (byte[] entry in entries)
        {
            names.Add(entry);
        }

        bool[] isDefined = new bool[names.Count];
        MarkDefined(elf.SymbolTable, names, isDefined);

        return [.. entries.Where(entry => isDefined[names.Find(entry)])];
    }

    private static void MarkDefined(in ElfSymbolTable symbols, ByteStringTable names, bool[] isDefined)
    {
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            int name = symbol.IsUndefined ? -1 : names.Find(symbols.NameOf(symbol));
            if (name >= 0)
            {
                isDefined[name] = true;
            }
        }
    }

    // __ksymtab and __ksymtab_gpl of a linked file; ___ksymtab+NAME and ___ksymtab_gpl+NAME before that.
    private static bool IsInTable(ElfFile elf, in ElfSymbol symbol)
    {
        if (symbol.SectionNumber == 0 || symbol.SectionNumber >= (uint)elf.Sections.Length)
        {
            return false;
        }

        string section = elf.Sections[(int)symbol.SectionNumber].Name;
        return section is "__ksymtab" or "__ksymtab_gpl"
            || section.StartsWith("___ksymtab+", StringComparison.Ordinal)
            || section.StartsWith("___ksymtab_gpl+", StringComparison.Ordinal);
    }
}
