// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Describe;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.TypeStrings;

namespace Kelf.Kernel.Symvers.Output;

/// <summary>Writes the texts that versions are CRCs of (<c>--dump-versions</c>): <c>SYMBOL TEXT</c> per line.</summary>
internal static class ExpandedWriter
{
    public static void Write(
        DescribedTypes described, SymbolList symbols, AliasGroups groups, ReadOnlySpan<int> tableOrder, IByteSink output)
    {
        foreach (int symbol in tableOrder)
        {
            int group = groups.Of(symbol);
            if (groups.Members(group)[0] == symbol && described.GroupTexts[group] is { } text)
            {
                output.Write(symbols[symbol]);
                output.Write(" "u8);
                Expand(described.Types, text, output);
                output.Write("\n"u8);
            }
        }
    }

    /// <summary>Writes a symbol's text with each reference replaced by its text the first time it occurs.</summary>
    /// <returns>The names that it used.</returns>
    public static IReadOnlyCollection<int> Expand(TypeTexts types, byte[] symbolText, IByteSink output)
    {
        HashSet<int> used = [];
        Stack<(int Name, int Next)> levels = [];
        levels.Push((-1, 0));
        while (levels.TryPop(out (int Name, int Next) level))
        {
            ReadOnlySpan<byte> text = level.Name < 0 ? symbolText : types[level.Name];
            Pieces pieces = new(text[level.Next..]);
            while (pieces.Next())
            {
                if (pieces.Kind != PieceKind.Reference)
                {
                    output.Write(pieces.Literal);
                }
                else if (!used.Add(pieces.Number))
                {
                    output.Write(types.Names[pieces.Number]);
                }
                else
                {
                    levels.Push((level.Name, text.Length - pieces.Remaining));
                    levels.Push((pieces.Number, 0));
                    break;
                }
            }
        }

        return used;
    }
}
