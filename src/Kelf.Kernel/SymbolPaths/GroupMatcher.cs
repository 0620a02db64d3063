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
        List<Pair> pairs = [];
        for (int g = 0; g < wanted.Length; g++)
        {
            for (int p = 0; p < parts.Count; p++)
            {
                Pair pair = Pair.Compare(g, groups[wanted[g]].Locals, p, parts[p].Part.Locals);
                if (pair.Common > 0 || (groups[wanted[g]].Locals.Count == 0 && parts[p].Part.Locals.Count == 0))
                {
                    pairs.Add(pair);
                }
            }
        }

        pairs.Sort(Pair.ByFit);
        HashSet<int> taken = [];
        for (int i = 0; i < pairs.Count; i++)
        {
            Pair pair = pairs[i];
            if (matches[wanted[pair.Group]] is null && taken.Add(pair.Part))
            {
                bool isByOrder = pairs.Exists(other => other.Fit == pair.Fit && other.Group == pair.Group && other.Part != pair.Part);
                matches[wanted[pair.Group]] = new GroupMatch(parts[pair.Part].Object, parts[pair.Part].Part, pair.Common, isByOrder);
            }
        }
    }

    /// <summary>How well a part fits a group; the best pair comes first.</summary>
    private sealed record Pair(int Group, int Part, int Common, (int Sized, int Common, int Different) Fit)
    {
        public static Pair Compare(int group, List<DefinedSymbol> locals, int part, IReadOnlyList<DefinedSymbol> others)
        {
            Dictionary<int, ulong> sizes = [];
            foreach (DefinedSymbol symbol in others)
            {
                sizes[symbol.Name] = symbol.Size;
            }

            (int common, int sized) = (0, 0);
            foreach (DefinedSymbol symbol in locals)
            {
                if (sizes.TryGetValue(symbol.Name, out ulong size))
                {
                    common++;
                    sized += size == symbol.Size ? 1 : 0;
                }
            }

            return new Pair(group, part, common, (sized, common, others.Count - common));
        }

        public static int ByFit(Pair left, Pair right)
        {
            int order = right.Fit.Sized.CompareTo(left.Fit.Sized);
            order = order != 0 ? order : right.Fit.Common.CompareTo(left.Fit.Common);
            order = order != 0 ? order : left.Fit.Different.CompareTo(right.Fit.Different);
            order = order != 0 ? order : left.Group.CompareTo(right.Group);
            return order != 0 ? order : left.Part.CompareTo(right.Part);
        }
    }
}
