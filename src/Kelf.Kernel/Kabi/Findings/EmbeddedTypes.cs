// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Types;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>The types that another type has as a member, or an array of which it has: when these grow, that one changes.</summary>
internal static class EmbeddedTypes
{
    private const int LongestChain = 64;

    /// <summary>Their names, words of the table.</summary>
    public static HashSet<int> Find(RecordTable table)
    {
        HashSet<int> embedded = [];
        List<int> typedefs = [];
        for (int record = 0; record < table.Count; record++)
        {
            int name = table.NameOf(record);
            if (!table.IsType(name))
            {
                continue;
            }

            if (table.Words[name][0] == (byte)'t')
            {
                typedefs.Add(record);
            }
            else
            {
                Collect(table, record, embedded);
            }
        }

        // A member of a typedef is one of what that stands for.
        for (int link = 0, before = -1; link < LongestChain && before != embedded.Count; link++)
        {
            before = embedded.Count;
            foreach (int record in typedefs)
            {
                if (embedded.Contains(table.NameOf(record)))
                {
                    Collect(table, record, embedded);
                }
            }
        }

        return embedded;
    }

    private static void Collect(RecordTable table, int record, HashSet<int> embedded)
    {
        ReadOnlySpan<int> tokens = table.TokensOf(record);
        bool isDwarf = table.IsOfGendwarfksyms(record);
        Stack<bool> isPointer = [];
        int pointers = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            ReadOnlySpan<byte> word = table.Words[tokens[i]];
            if (word.SequenceEqual("{"u8) || word.SequenceEqual("("u8))
            {
                bool isTarget = isDwarf && i > 0 && table.Words[tokens[i - 1]] is var before
                    && (before.SequenceEqual("pointer_type"u8) || before.EndsWith("reference_type"u8));
                isPointer.Push(isTarget);
                pointers += isTarget ? 1 : 0;
            }
            else if ((word.SequenceEqual("}"u8) || word.SequenceEqual(")"u8)) && isPointer.TryPop(out bool wasTarget))
            {
                pointers -= wasTarget ? 1 : 0;
            }
            else if (pointers == 0 && table.IsType(tokens[i]) && (isDwarf || i + 1 >= tokens.Length || !table.Words[tokens[i + 1]].SequenceEqual("*"u8)))
            {
                embedded.Add(tokens[i]);
            }
        }
    }
}
