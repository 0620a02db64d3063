// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Decode.Script;

/// <summary>Addresses of functions as the script finds them: the first symbol of a name that <c>nm</c> calls <c>t</c> or <c>T</c>.</summary>
/// <remarks>A log with one trace asks for a few dozen of a kernel's 250,000 symbols: no more is read than what is asked for.</remarks>
internal sealed class ScriptNames
{
    // A log that asks ever again is of many functions.
    private const int MostPasses = 8;

    private readonly ElfFile _elf;
    private readonly ElfSymbolTable _symbols;
    private readonly SymbolLetters _letters;
    private readonly ModuleLayout? _layout;
    // Null for what is no function's.
    private readonly Dictionary<string, ulong?> _addresses = new(StringComparer.Ordinal);
    private int _passes;

    /// <summary>Prepares the symbol table of a kernel or a module.</summary>
    /// <exception cref="RefusedException">It has none.</exception>
    public ScriptNames(ElfFile elf, bool isModule)
    {
        (_elf, _symbols, _letters) = (elf, NeededSymbols.Of(elf), new SymbolLetters(elf));
        _layout = isModule ? new ModuleLayout(elf) : null;
    }

    /// <summary>Looks for functions that will be asked for, all of them in one pass over the table.</summary>
    /// <param name="names">Their names, a character for each byte.</param>
    public void Prepare(IEnumerable<string> names)
    {
        string[] unknown = _passes > MostPasses ? [] : [.. names.Where(name => !_addresses.ContainsKey(name))];
        if (unknown.Length == 0)
        {
            return;
        }

        _passes++;
        Array.ForEach(unknown, name => _addresses[name] = null);
        if (_passes > MostPasses)
        {
            foreach (ElfSymbol symbol in _symbols)
            {
                Take(symbol, onlyAsked: false);
            }

            return;
        }

        foreach (ElfSymbol symbol in SymbolStems.Find(_symbols, unknown.Select(name => SymbolStems.Of(Encoding.Latin1.GetBytes(name)).ToArray())))
        {
            Take(symbol, onlyAsked: true);
        }
    }

    /// <summary>The address of a function, or null.</summary>
    public ulong? Find(string name)
    {
        Prepare([name]);
        return _addresses.GetValueOrDefault(name);
    }

    private void Take(in ElfSymbol symbol, bool onlyAsked)
    {
        if (symbol.IsUndefined || symbol.Type is ElfSymbolType.File or ElfSymbolType.Section
            || _letters.Of(symbol) is not ((byte)'t' or (byte)'T') || (_layout is not null && symbol.SectionNumber >= (uint)_elf.Sections.Length))
        {
            return;
        }

        string name = Encoding.Latin1.GetString(_symbols.NameOf(symbol));
        if (_addresses.TryGetValue(name, out ulong? known) ? known is null : !onlyAsked)
        {
            _addresses[name] = _layout?.Place(symbol) ?? symbol.Value;
        }
    }
}
