// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.Kabi.Reports;

/// <summary>
/// Differences of two lists of lines in the unified form, three equal lines around: the greedy algorithm of E. Myers, "An O(ND) Difference
/// Algorithm and Its Variations" (1986), forward, without heuristics.
/// </summary>
internal static class LineDiff
{
    private const int Context = 3;

    // Steps of the search, and what it remembers, grow with the square of the differing lines. Beyond that, all lines differ.
    private const int MaxEdits = 4000;

    private enum Edit
    {
        Equal,
        Delete,
        Insert,
    }

    /// <summary>The hunks, without names of files; empty when the lines are equal.</summary>
    public static List<string> Unified(List<string> old, List<string> @new)
    {
        List<Edit> script = Script(old, @new);
        List<string> output = [];
        int at = 0, oldLine = 0, newLine = 0;
        while (script.FindIndex(at, edit => edit != Edit.Equal) is >= 0 and int first)
        {
            int start = Math.Max(at, first - Context);
            oldLine += start - at;
            newLine += start - at;
            int end = EndOfHunk(script, first);
            AddHunk(output, script[start..end], old, @new, ref oldLine, ref newLine);
            at = end;
        }

        return output;
    }

    // Changes with at most twice the context between them are in one hunk.
    private static int EndOfHunk(List<Edit> script, int first)
    {
        int last = first;
        for (int i = first; i < script.Count && i - last <= 2 * Context + 1; i++)
        {
            last = script[i] == Edit.Equal ? last : i;
        }

        return Math.Min(script.Count, last + 1 + Context);
    }

    private static void AddHunk(
        List<string> output, List<Edit> hunk, List<string> old, List<string> @new, ref int oldLine, ref int newLine)
    {
        int oldCount = hunk.Count(edit => edit != Edit.Insert), newCount = hunk.Count(edit => edit != Edit.Delete);
        output.Add(string.Create(CultureInfo.InvariantCulture, $"@@ -{oldLine + 1},{oldCount} +{newLine + 1},{newCount} @@"));
        foreach (Edit edit in hunk)
        {
            output.Add(edit switch
            {
                Edit.Delete => "-" + old[oldLine],
                Edit.Insert => "+" + @new[newLine],
                _ => " " + old[oldLine],
            });
            oldLine += edit != Edit.Insert ? 1 : 0;
            newLine += edit != Edit.Delete ? 1 : 0;
        }
    }

    private static List<Edit> Script(List<string> old, List<string> @new)
    {
        // furthest[k + d + 1]: on diagonal k = x - y the furthest x that d edits reach. The state before each d is kept, to go back.
        List<int[]> states = [];
        int[] furthest = [0, 0, 0];
        for (int edits = 0; edits <= MaxEdits; edits++)
        {
            int[] next = new int[(2 * edits) + 5];
            for (int k = -edits; k <= edits; k += 2)
            {
                int x = IsInsertion(furthest, k, edits) ? At(furthest, k + 1, edits) : At(furthest, k - 1, edits) + 1;
                while (x < old.Count && x - k < @new.Count && old[x] == @new[x - k])
                {
                    x++;
                }

                next[k + edits + 2] = x;
                if (x >= old.Count && x - k >= @new.Count)
                {
                    states.Add(furthest);
                    return GoBack(states, old.Count, @new.Count);
                }
            }

            states.Add(furthest);
            furthest = next;
        }

        return [.. Enumerable.Repeat(Edit.Delete, old.Count), .. Enumerable.Repeat(Edit.Insert, @new.Count)];
    }

    // The state before so many edits has the diagonals -edits to edits, at 1 and on.
    private static int At(int[] furthest, int k, int edits) => furthest[k + edits + 1];

    private static bool IsInsertion(int[] furthest, int k, int edits) =>
        k == -edits || (k != edits && At(furthest, k - 1, edits) < At(furthest, k + 1, edits));

    private static List<Edit> GoBack(List<int[]> states, int x, int y)
    {
        List<Edit> script = [];
        for (int edits = states.Count - 1; edits >= 0; edits--)
        {
            int k = x - y;
            bool isInsertion = IsInsertion(states[edits], k, edits);
            int fromX = At(states[edits], isInsertion ? k + 1 : k - 1, edits);
            int toX = edits == 0 ? 0 : isInsertion ? fromX : fromX + 1;
            while (x > toX)
            {
                script.Add(Edit.Equal);
                x--;
                y--;
            }

            if (edits > 0)
            {
                script.Add(isInsertion ? Edit.Insert : Edit.Delete);
                (x, y) = isInsertion ? (x, y - 1) : (x - 1, y);
            }
        }

        script.Reverse();
        return script;
    }
}
