// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths;

/// <summary>An object's part that a group of the image comes from.</summary>
/// <param name="Object">Position of the object in link order.</param>
/// <param name="Part">Its part.</param>
/// <param name="Common">How many of the group's names the part has.</param>
/// <param name="IsByOrder">True when several parts fit equally well, and their order decided.</param>
public sealed record GroupMatch(int Object, ObjectPart Part, int Common, bool IsByOrder);

/// <summary>
/// Finds the object of each group of local symbols: the same base name, and the same names and sizes in it. Groups stand in the
/// order in which linkers first met their sections, which is not that of the objects; so order decides only between objects
/// that fit equally well.
/// </summary>
public static class GroupMatcher
{
    /// <summary>Matches groups and objects.</summary>
    /// <returns>For each group its match, or null.</returns>
    public static GroupMatch?[] Match(IReadOnlyList<FileGroup> groups, IReadOnlyList<LinkedObject> objects)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(objects);
        Dictionary<int, List<(int Object, ObjectPart Part)>> parts = [];
        for (int i = 0; i < objects.Count; i++)
        {
            foreach (ObjectPart part in objects[i].Parts.Where(part => part.FileName > 0))
            {
                if (!parts.TryGetValue(part.FileName, out List<(int, ObjectPart)>? same))
                {
                    parts[part.FileName] = same = [];
                }

                same.Add((i, part));
            }
        }

        GroupMatch?[] matches = new GroupMatch?[groups.Count];
        foreach (IGrouping<int, int> same in Enumerable.Range(0, groups.Count).GroupBy(i => groups[i].FileName))
        {
            if (parts.TryGetValue(same.Key, out List<(int, ObjectPart)>? candidates))
            {
                MatchSameName([.. same], groups, candidates, matches);
            }
        }

        return matches;
    }

    private static void MatchSameName(
        int[] wanted, IReadOnlyList<FileGroup> groups, List<(int Object, ObjectPart Part)> parts, GroupMatch?[] matches)
    {
        // The best pair comes first; pairs of one group that fit equally well are neighbours.
        List<GroupPair> pairs = GroupPair.Find(
            [.. wanted.Select(group => groups[group].Locals)], [.. parts.Select(part => part.Part.Locals)]);
        pairs.Sort(GroupPair.ByFit);
        HashSet<int> taken = [];
        for (int i = 0; i < pairs.Count; i++)
        {
            GroupPair pair = pairs[i];
            if (matches[wanted[pair.Group]] is null && taken.Add(pair.Part))
            {
                bool isByOrder = (i > 0 && pairs[i - 1].FitsAs(pair)) || (i + 1 < pairs.Count && pairs[i + 1].FitsAs(pair));
                matches[wanted[pair.Group]] = new GroupMatch(parts[pair.Part].Object, parts[pair.Part].Part, pair.Common, isByOrder);
            }
        }

        MatchEmpty(wanted, groups, parts, matches);
    }

    /// <summary>Files without local symbols can only be told by their order.</summary>
    private static void MatchEmpty(
        int[] wanted, IReadOnlyList<FileGroup> groups, List<(int Object, ObjectPart Part)> parts, GroupMatch?[] matches)
    {
        (int Object, ObjectPart Part)[] empty = [.. parts.Where(part => part.Part.Locals.Count == 0)];
        int next = 0;
        foreach (int group in wanted)
        {
            if (groups[group].Locals.Count == 0 && next < empty.Length)
            {
                matches[group] = new GroupMatch(empty[next].Object, empty[next].Part, Common: 0, IsByOrder: empty.Length > 1);
                next++;
            }
        }
    }
}
