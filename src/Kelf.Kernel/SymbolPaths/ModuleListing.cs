// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// The symbols of a module in the order in which a running kernel has them, which is that of <c>.symtab</c>, and at the places,
/// relative to each other, where its loader lays them.
/// </summary>
public static class ModuleListing
{
    /// <summary>Reads a module.</summary>
    /// <exception cref="MalformedFileException">Its symbol table is malformed.</exception>
    /// <exception cref="RefusedException">It has none.</exception>
    public static RuntimeSymbols Read(ElfFile module)
    {
        ArgumentNullException.ThrowIfNull(module);
        ElfSymbolTable symbols = NeededSymbols.Of(module);
        ModuleLayout layout = new(module);
        SymbolLetters letters = new(module);
        HashSet<int> exported = Exported(symbols, out ByteStringTable names);
        List<RuntimeSymbol> listed = [];
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            ReadOnlySpan<byte> name = symbols.NameOf(symbol);
            if (symbol.Type == ElfSymbolType.File)
            {
                names.Add(name);
            }
            else if (!symbol.IsUndefined && symbol.Type != ElfSymbolType.Section && !name.IsEmpty && !IsMapping(name)
                && symbol.SectionNumber < (uint)module.Sections.Length && module.Sections[(int)symbol.SectionNumber].IsAllocated)
            {
                int number = names.Add(name);
                byte letter = (byte)char.ToLowerInvariant((char)letters.Of(symbol));
                listed.Add(new RuntimeSymbol(
                    layout.Place(symbol), exported.Contains(number) ? (byte)char.ToUpperInvariant((char)letter) : letter, number, i));
            }
        }

        return new RuntimeSymbols([.. listed], names, isModule: true);
    }

    /// <summary>True when a symbol is gone once the module is loaded: its section is of the initialisation.</summary>
    public static bool IsInitial(ElfFile module, in ElfSymbol symbol)
    {
        ArgumentNullException.ThrowIfNull(module);
        return symbol.SectionNumber < (uint)module.Sections.Length
            && ModuleLayout.IsInitial(module.Sections[(int)symbol.SectionNumber]);
    }

    // is_mapping_symbol() in the kernel.
    private static bool IsMapping(ReadOnlySpan<byte> name) =>
        name[0] == (byte)'$' || name.StartsWith(".L"u8) || name.StartsWith("L0"u8);

    /// <summary>The names with a <c>__ksymtab_</c> entry.</summary>
    private static HashSet<int> Exported(ElfSymbolTable symbols, out ByteStringTable names)
    {
        names = new ByteStringTable();
        names.Add([]);
        HashSet<int> exported = [];
        for (int i = 1; i < symbols.Count; i++)
        {
            ReadOnlySpan<byte> name = symbols.NameOf(symbols[i]);
            if (name.StartsWith("__ksymtab_"u8))
            {
                exported.Add(names.Add(name["__ksymtab_"u8.Length..]));
            }
        }

        return exported;
    }
}
