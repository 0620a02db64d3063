// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Symvers;

/// <summary>Writes a symtypes file: <c>NAME TEXT</c> per line, symbols and types in one sequence, sorted by the bytes of NAME.</summary>
internal static class SymtypesWriter
{
    public static void Write(DescribedTypes described, SymbolList symbols, AliasGroups groups, IByteSink output)
    {
        // Symbols stand before types of the same name, which does not happen: no symbol has a '#'.
        List<(byte[] Name, int Symbol, int Type)> lines = [];
        for (int symbol = 0; symbol < symbols.Count; symbol++)
        {
            if (described.GroupTexts[groups.Of(symbol)] is not null)
            {
                lines.Add((symbols[symbol].ToArray(), symbol, -1));
            }
        }

        for (int name = 0; name < described.Types.Names.Count; name++)
        {
            if (described.Types.Has(name))
            {
                lines.Add((described.Types.Names[name].ToArray(), -1, name));
            }
        }

        lines.Sort(static (a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name) is var order and not 0 ? order : b.Symbol.CompareTo(a.Symbol));
        foreach ((byte[] name, int symbol, int type) in lines)
        {
            output.Write(name);
            output.Write(" "u8);
            described.Types.Write(
                symbol >= 0 ? described.TextOf(symbol, groups.Of(symbol)) : described.Types[type], output);
            output.Write("\n"u8);
        }
    }
}
