// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Decode.Script;

/// <summary>Addresses of functions as the script finds them: the first symbol of a name that <c>nm</c> calls <c>t</c> or <c>T</c>.</summary>
internal sealed class ScriptNames
{
    private readonly ByteStringTable _names = new();
    private readonly List<ulong> _addresses = [];

    /// <summary>Reads the symbol table of a kernel or a module.</summary>
    /// <exception cref="RefusedException">It has none.</exception>
    public ScriptNames(ElfFile elf, bool isModule)
    {
        ElfSymbolTable symbols = NeededSymbols.Of(elf);
        SymbolLetters letters = new(elf);
        ModuleLayout? layout = isModule ? new ModuleLayout(elf) : null;
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (symbol.IsUndefined || symbol.Type is ElfSymbolType.File or ElfSymbolType.Section
                || letters.Of(symbol) is not ((byte)'t' or (byte)'T') || (layout is not null && symbol.SectionNumber >= (uint)elf.Sections.Length))
            {
                continue;
            }

            if (_names.Add(symbols.NameOf(symbol)) == _addresses.Count)
            {
                _addresses.Add(layout?.Place(symbol) ?? symbol.Value);
            }
        }
    }

    /// <summary>The address of a function, or null.</summary>
    public ulong? Find(string name) => _names.Find(Encoding.Latin1.GetBytes(name)) is >= 0 and int number ? _addresses[number] : null;
}
