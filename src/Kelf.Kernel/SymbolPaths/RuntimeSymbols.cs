// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// The entries of a run-time symbol table in its order, which is what livepatch positions, side tables and the output modes
/// count by. Attribution, lookup and decoding see a table only through this.
/// </summary>
/// <remarks>
/// Who looks a few names up reads little: the names of a linked kernel stay in its string table. They get numbers, and are
/// copied, when <see cref="Symbols"/> or <see cref="Names"/> is first asked for.
/// </remarks>
/// <example>
/// Of an image with two static functions <c>init</c>, <c>Symbols</c> has two entries of one <c>Name</c>, the lower address
/// first: positions (<c>sympos</c>) 1 and 2.
/// </example>
public sealed class RuntimeSymbols
{
    // To index all names takes as long as to look through them for so many.
    private const int MostScanned = 32;

    private readonly RuntimeSymbol[] _symbols;
    // Where names are that have no copy: in the string table of the image. Null if all have one.
    private readonly (uint Offset, int Length)[]? _places;
    private readonly Region _strings;
    private readonly Lazy<ByteStringTable> _names;
    private readonly Lazy<NameIndex> _index;
    private int _scanned;

    /// <summary>Makes a listing.</summary>
    /// <param name="symbols">The entries in table order.</param>
    /// <param name="names">Their names, and maybe others.</param>
    /// <param name="isModule">True when the order is that of <c>.symtab</c>, as in modules.</param>
    public RuntimeSymbols(RuntimeSymbol[] symbols, ByteStringTable names, bool isModule)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(names);
        (_symbols, _names, IsModule) = (symbols, new Lazy<ByteStringTable>(names), isModule);
        _index = new Lazy<NameIndex>(() => new NameIndex(this));
    }

    /// <summary>Makes a listing whose names are still in the image.</summary>
    /// <param name="symbols">The entries in table order, all of the symbol table; the numbers of their names are not looked at.</param>
    /// <param name="places">Where in the string table the name of each entry is.</param>
    /// <param name="table">The symbol table.</param>
    internal RuntimeSymbols(RuntimeSymbol[] symbols, (uint Offset, int Length)[] places, ElfSymbolTable table)
    {
        (_symbols, _places, _strings) = (symbols, places, table.Strings);
        _names = new Lazy<ByteStringTable>(() => NumberNames(symbols, table));
        _index = new Lazy<NameIndex>(() => new NameIndex(this));
    }

    /// <summary>The entries in table order; of a kernel's table the addresses ascend.</summary>
    public ReadOnlySpan<RuntimeSymbol> Symbols
    {
        get
        {
            _ = _names.Value;
            return _symbols;
        }
    }

    /// <summary>Number of entries.</summary>
    public int Count => _symbols.Length;

    /// <summary>The names by their numbers.</summary>
    public ByteStringTable Names => _names.Value;

    /// <summary>True when the order is that of <c>.symtab</c>.</summary>
    public bool IsModule { get; }

    /// <summary>An entry's address.</summary>
    public ulong AddressOf(int entry) => _symbols[entry].Address;

    /// <summary>An entry's letter.</summary>
    public byte LetterOf(int entry) => _symbols[entry].Letter;

    /// <summary>An entry's index in <c>.symtab</c>, or -1.</summary>
    public int IndexOf(int entry) => _symbols[entry].Index;

    /// <summary>The entries of a name, in table order.</summary>
    public ReadOnlySpan<int> Find(ReadOnlySpan<byte> name) =>
        _places is null || _index.IsValueCreated || _scanned >= MostScanned ? _index.Value.Find(name) : Scan(_places, name);

    /// <summary>The entries whose names begin so, in table order. All are looked through.</summary>
    public IReadOnlyList<int> StartingWith(ReadOnlySpan<byte> beginning)
    {
        List<int> found = [];
        for (int i = 0; i < Count; i++)
        {
            if (NameOf(i).StartsWith(beginning))
            {
                found.Add(i);
            }
        }

        return found;
    }

    /// <summary>False when no name has this in it. All are looked through at once.</summary>
    public bool MayName(ReadOnlySpan<byte> part) => _places is null ? Names.MayContain(part) : _strings.Contains(part);

    /// <summary>How many entries have the name of an entry.</summary>
    public int EqualNames(int entry) => OfSameName(entry, out _);

    /// <summary>
    /// What livepatch calls an entry (<c>sympos</c>): 0 when its name is unique, else its rank among the entries of this name, from 1.
    /// </summary>
    public int Sympos(int entry) => OfSameName(entry, out int rank) == 1 ? 0 : rank + 1;

    /// <summary>The rank of an entry among those of its name, from 1.</summary>
    public int Rank(int entry)
    {
        _ = OfSameName(entry, out int rank);
        return rank + 1;
    }

    /// <summary>The bytes of an entry's name.</summary>
    public ReadOnlySpan<byte> NameOf(int entry) => _places is null
        ? Names[_symbols[entry].Name]
        : _strings.Span(_places[entry].Offset, _places[entry].Length);

    /// <summary>An entry's name as text.</summary>
    public string TextOf(int entry) => Utf8Name.ToText(NameOf(entry));

    private int OfSameName(int entry, out int rank)
    {
        if (_places is null || _index.IsValueCreated || _scanned >= MostScanned)
        {
            return _index.Value.OfSameName(entry, out rank).Length;
        }

        ReadOnlySpan<int> named = Scan(_places, NameOf(entry));
        rank = named.BinarySearch(entry);
        return named.Length;
    }

    private int[] Scan((uint Offset, int Length)[] places, ReadOnlySpan<byte> name)
    {
        _scanned++;
        List<int> found = [];
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i].Length == name.Length && NameOf(i).SequenceEqual(name))
            {
                found.Add(i);
            }
        }

        return [.. found];
    }

    // Objects are compared by all of their names, also by those that are in no table, and by those of their files.
    private static ByteStringTable NumberNames(RuntimeSymbol[] symbols, ElfSymbolTable table)
    {
        ByteStringTable names = new();
        names.Add([]);
        int[] numbers = new int[table.Count];
        for (int i = 1; i < numbers.Length; i++)
        {
            numbers[i] = names.Add(table.NameOf(table[i]));
        }

        for (int i = 0; i < symbols.Length; i++)
        {
            symbols[i] = symbols[i] with { Name = numbers[symbols[i].Index] };
        }

        return names;
    }
}
