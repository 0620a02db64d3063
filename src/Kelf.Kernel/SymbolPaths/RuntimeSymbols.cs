// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// The entries of a run-time symbol table in its order, which is what livepatch positions, side tables and the output modes
/// count by. Attribution, lookup and decoding see a table only through this.
/// </summary>
/// <example>
/// Of an image with two static functions <c>init</c>, <c>Symbols</c> has two entries of one <c>Name</c>, the lower address
/// first: positions (<c>sympos</c>) 1 and 2.
/// </example>
public sealed class RuntimeSymbols
{
    private readonly RuntimeSymbol[] _symbols;
    private readonly int[] _positions;
    private readonly int[] _counts;

    /// <summary>Makes a listing.</summary>
    /// <param name="symbols">The entries in table order.</param>
    /// <param name="names">Their names, and maybe others.</param>
    /// <param name="isModule">True when the order is that of <c>.symtab</c>, as in modules.</param>
    public RuntimeSymbols(RuntimeSymbol[] symbols, ByteStringTable names, bool isModule)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(names);
        (_symbols, Names, IsModule) = (symbols, names, isModule);
        _positions = new int[symbols.Length];
        _counts = new int[names.Count];
        for (int i = 0; i < symbols.Length; i++)
        {
            _positions[i] = ++_counts[symbols[i].Name];
        }
    }

    /// <summary>The entries in table order; of a kernel's table the addresses ascend.</summary>
    public ReadOnlySpan<RuntimeSymbol> Symbols => _symbols;

    /// <summary>Number of entries.</summary>
    public int Count => _symbols.Length;

    /// <summary>The names by their numbers.</summary>
    public ByteStringTable Names { get; }

    /// <summary>True when the order is that of <c>.symtab</c>.</summary>
    public bool IsModule { get; }

    /// <summary>How many entries have the name of an entry.</summary>
    public int EqualNames(int entry) => _counts[_symbols[entry].Name];

    /// <summary>
    /// What livepatch calls an entry (<c>sympos</c>): 0 when its name is unique, else its rank among the entries of this name, from 1.
    /// </summary>
    public int Sympos(int entry) => EqualNames(entry) == 1 ? 0 : _positions[entry];

    /// <summary>The rank of an entry among those of its name, from 1.</summary>
    public int Rank(int entry) => _positions[entry];

    /// <summary>The bytes of an entry's name.</summary>
    public ReadOnlySpan<byte> NameOf(int entry) => Names[_symbols[entry].Name];

    /// <summary>An entry's name as text.</summary>
    public string TextOf(int entry) => Utf8Name.ToText(NameOf(entry));
}
