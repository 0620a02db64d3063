// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Describe;
using Kelf.Kernel.Symvers.Selection;

namespace Kelf.Kernel.Symvers.Output;

/// <summary>Writes a symtypes file: <c>NAME TEXT</c> per line, symbols and types in one sequence, sorted by the bytes of NAME.</summary>
internal static class SymtypesWriter
{
    public static void Write(DescribedTypes described, SymbolList symbols, AliasGroups groups, IByteSink output)
    {
        List<Line> lines = new(symbols.Count + described.Types.Names.Count);
        for (int symbol = 0; symbol < symbols.Count; symbol++)
        {
            if (described.GroupTexts[groups.Of(symbol)] is not null)
            {
                lines.Add(new Line(symbol, IsSymbol: true));
            }
        }

        for (int name = 0; name < described.Types.Names.Count; name++)
        {
            if (described.Types.Has(name))
            {
                lines.Add(new Line(name, IsSymbol: false));
            }
        }

        ReadOnlySpan<byte> NameOf(Line line) => line.IsSymbol ? symbols[line.Number] : described.Types.Names[line.Number];
        // No symbol has the name of a type, which has a '#'; if one had, it would stand first.
        lines.Sort((a, b) => NameOf(a).SequenceCompareTo(NameOf(b)) is var order and not 0 ? order : b.IsSymbol.CompareTo(a.IsSymbol));
        foreach (Line line in lines)
        {
            output.Write(NameOf(line));
            output.Write(" "u8);
            described.Types.Write(
                line.IsSymbol ? described.TextOf(line.Number, groups.Of(line.Number)) : described.Types[line.Number], output);
            output.Write("\n"u8);
        }
    }

    private readonly record struct Line(int Number, bool IsSymbol);
}
