// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.CommandLine;

/// <summary>Finds the word that was meant.</summary>
internal static class NearestWord
{
    // More are no help.
    private const int MostBeginnings = 3;

    /// <summary>
    /// The candidate with the fewest changed, added, dropped or swapped letters; or else those that begin with the word; none
    /// if there are too many, or none is near.
    /// </summary>
    public static IReadOnlyList<string> To(string word, IReadOnlyCollection<string> candidates)
    {
        if (Nearest(word, candidates) is { } nearest)
        {
            return [nearest];
        }

        string[] longer = [.. candidates.Where(candidate => candidate.StartsWith(word, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        return longer.Length <= MostBeginnings && word.Length > 1 ? longer : [];
    }

    private static string? Nearest(string word, IEnumerable<string> candidates)
    {
        // A third of the letters may be wrong; otherwise a guess irritates more than it helps.
        int limit = word.Length / 3;
        string? nearest = null;
        foreach (string candidate in candidates)
        {
            // To be so much longer takes as many changes.
            if (Math.Abs(candidate.Length - word.Length) <= limit && Distance(word, candidate) is var distance && distance <= limit)
            {
                (nearest, limit) = (candidate, distance - 1);
            }
        }

        return nearest;
    }

    // Optimal string alignment: Levenshtein's distance with swaps of neighbours.
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                int changed = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(changed, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
