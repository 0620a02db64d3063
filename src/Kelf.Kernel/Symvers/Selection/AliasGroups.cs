// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>
/// Which listed symbols stand at one address: what is found for one of a group holds for all. The linker's symbol table
/// decides; a zero-size object or function shares the address of what follows it and falls into the same group.
/// </summary>
public sealed class AliasGroups
{
    private readonly int[] _groupOf;
    private readonly int[][] _members;

    private AliasGroups(int[] groupOf, int[][] members, (uint Section, ulong Value)?[] addresses, ulong[] sizes)
    {
        (_groupOf, _members, Addresses, Sizes) = (groupOf, members, addresses, sizes);
    }

    /// <summary>Number of groups; a symbol without an address is a group of its own.</summary>
    public int Count => _members.Length;

    /// <summary>Per symbol where the symbol table defines it: a section's number, and the value; null where it does not.</summary>
    public IReadOnlyList<(uint Section, ulong Value)?> Addresses { get; }

    /// <summary>Per symbol how many bytes it has, as the symbol table says; 0 where it does not define it.</summary>
    public IReadOnlyList<ulong> Sizes { get; }

    /// <summary>The group of a symbol.</summary>
    public int Of(int symbol) => _groupOf[symbol];

    /// <summary>The symbols of a group, in table order.</summary>
    public ReadOnlySpan<int> Members(int group) => _members[group];

    /// <summary>Reads the addresses of the listed symbols from the symbol table of the file.</summary>
    /// <param name="elf">The object.</param>
    /// <param name="symbols">The list.</param>
    /// <param name="tableOrder">All symbols in table order.</param>
    /// <param name="options">Takes the warning about a symbol with two addresses.</param>
    public static AliasGroups Read(ElfFile elf, SymbolList symbols, ReadOnlySpan<int> tableOrder, SymversOptions options)
    {
        (uint Section, ulong Value)?[] addresses = new (uint, ulong)?[symbols.Count];
        ulong[] sizes = new ulong[symbols.Count];
        ReadAddresses(elf.SymbolTable, symbols, addresses, sizes, options);

        int[] groupOf = new int[symbols.Count];
        List<List<int>> members = [];
        Dictionary<(uint, ulong), int> groups = new(KeyedHash.Places);
        foreach (int symbol in tableOrder)
        {
            if (addresses[symbol] is not { } address || !groups.TryGetValue(address, out int group))
            {
                group = members.Count;
                members.Add([]);
                if (addresses[symbol] is { } first)
                {
                    groups.Add(first, group);
                }
            }

            groupOf[symbol] = group;
            members[group].Add(symbol);
        }

        return new AliasGroups(groupOf, [.. members.Select(m => m.ToArray())], addresses, sizes);
    }

    /// <summary>
    /// The groups that some of the symbols are in among themselves. Symbols that the part of the file in question does not
    /// define are groups of their own: that they share an address was decided elsewhere.
    /// </summary>
    /// <param name="symbols">Numbers of the symbols; in the result a symbol's number is its place here.</param>
    /// <param name="tableOrder">The places of all symbols in table order.</param>
    /// <param name="defined">The places of symbols that are defined in that part of the file.</param>
    public AliasGroups Within(int[] symbols, ReadOnlySpan<int> tableOrder, IEnumerable<int> defined)
    {
        HashSet<int> groupsHere = [.. defined.Select(i => Of(symbols[i]))];
        Dictionary<int, int> groups = [];
        int[] groupOf = new int[symbols.Length];
        List<List<int>> members = [];
        foreach (int i in tableOrder)
        {
            int wholeGroup = Of(symbols[i]);
            if (!groupsHere.Contains(wholeGroup) || !groups.TryGetValue(wholeGroup, out int group))
            {
                group = members.Count;
                members.Add([]);
                groups[wholeGroup] = group;
            }

            groupOf[i] = group;
            members[group].Add(i);
        }

        return new AliasGroups(
            groupOf, [.. members.Select(m => m.ToArray())], Array.ConvertAll(symbols, symbol => Addresses[symbol]),
            Array.ConvertAll(symbols, symbol => Sizes[symbol]));
    }

    private static void ReadAddresses(
        ElfSymbolTable table, SymbolList symbols, (uint Section, ulong Value)?[] addresses, ulong[] sizes, SymversOptions options)
    {
        for (int i = 1; i < table.Count; i++)
        {
            ElfSymbol symbol = table[i];
            if (symbol.Binding == ElfSymbolBinding.Local || symbol.IsUndefined)
            {
                continue;
            }

            ReadOnlySpan<byte> name = table.NameOf(symbol);
            int listed = name.IsEmpty ? -1 : symbols.Find(name);
            if (listed < 0)
            {
                continue;
            }

            (uint, ulong) address = (symbol.SectionNumber, symbol.Value);
            if (addresses[listed] is { } known && known != address)
            {
                string text = PrintableText.Of(name);
                options.Tell(Diagnostic.Warning(WarningKind.SeveralAddresses, $"multiple addresses for symbol {text}?") with { Symbol = text });
            }
            else
            {
                addresses[listed] = address;
                sizes[listed] = symbol.Size;
            }
        }
    }
}
