// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Split;

/// <summary>
/// The symbol table without the symbols of sections that go and without those of device tables, which only the module
/// tools read.
/// </summary>
internal sealed class StrippedSymbols
{
    private readonly SymbolTableEditor _editor;

    private StrippedSymbols(SymbolTableEditor editor) => _editor = editor;

    /// <summary>The section of the table.</summary>
    public ElfSection Section => _editor.Section;

    /// <summary>The section with the numbers of sections that do not fit into 16 bits, or null.</summary>
    public ElfSection? IndicesSection => _editor.IndicesSection;

    /// <summary>How many there are, the null symbol included.</summary>
    public int Count => _editor.KeptCount;

    /// <summary>Symbols removed because their section goes.</summary>
    public int OfSections { get; private set; }

    /// <summary>Symbols of device tables removed.</summary>
    public int OfDeviceTables { get; private set; }

    /// <summary>Of these, those that were not local, as linkers of 7.3 never make them.</summary>
    public int GlobalDeviceTables { get; private set; }

    /// <summary>True when no symbol goes.</summary>
    public bool IsUnchanged => OfSections + OfDeviceTables == 0;

    /// <summary>Makes the table; null without one in the image.</summary>
    /// <param name="editor">What the linked image becomes.</param>
    /// <param name="rules">Which symbols go with its sections.</param>
    /// <exception cref="MalformedFileException">A symbol names a section that is not there.</exception>
    public static StrippedSymbols? Make(ElfEditor editor, RemovalRules rules)
    {
        if (editor.File.SymbolSection is not { } section)
        {
            return null;
        }

        StrippedSymbols result = new(editor.EditSymbols(section));
        result._editor.Keep((in ElfSymbolTable table, in ElfSymbol symbol) => result.Keeps(editor.Numbers, rules, table, symbol));
        // Relocations that stay are copied as they are: a loader's name other symbols, and those of --keep-relocs have never
        // been changed.
        result._editor.Apply(follow: false);
        return result;
    }

    /// <summary>Makes the string table anew, and points the symbols to it.</summary>
    /// <exception cref="MalformedFileException">A name is outside the section.</exception>
    public void RebuildNames(StringOrder order) => _editor.RebuildNames(order);

    private bool Keeps(SectionNumbers numbers, RemovalRules rules, in ElfSymbolTable table, in ElfSymbol symbol)
    {
        if (numbers.Removes(symbol.SectionNumber))
        {
            OfSections++;
            return false;
        }

        if (rules.Removes(symbol.Binding) && IsDeviceTable(table, symbol))
        {
            OfDeviceTables++;
            GlobalDeviceTables += symbol.Binding != ElfSymbolBinding.Local ? 1 : 0;
            return false;
        }

        return true;
    }

    private static bool IsDeviceTable(in ElfSymbolTable table, in ElfSymbol symbol) =>
        symbol.Type is ElfSymbolType.Object or ElfSymbolType.NoType && symbol.NameOffset != 0
        && table.NameOf(symbol).StartsWith("__mod_device_table__"u8);
}
