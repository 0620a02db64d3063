// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths;

/// <summary>A group and a part of an object that have local names in common. The pair that fits best comes first.</summary>
/// <param name="Group">Number of the group.</param>
/// <param name="Part">Number of the part.</param>
/// <param name="Sized">How many of the group's symbols the part has with the same size.</param>
/// <param name="Common">How many of them it has.</param>
/// <param name="Different">How many symbols the part has beside these.</param>
internal readonly record struct GroupPair(int Group, int Part, int Sized, int Common, int Different)
{
    // Kernels have some hundred files of one base name, and a few of the names that nearly all of them have.
    private const long AlwaysFits = 1 << 20;
    private const long StepsPerSymbol = 64;

    /// <summary>
    /// Finds the pairs. Names that few have are looked at first; where so many files have a name that all their pairs would be the
    /// square of the input, it tells nothing and is left out.
    /// </summary>
    /// <param name="groups">The local symbols of each group.</param>
    /// <param name="parts">Those of each part.</param>
    public static List<GroupPair> Find(IReadOnlyList<DefinedSymbol>[] groups, IReadOnlyList<DefinedSymbol>[] parts)
    {
        Dictionary<int, List<(int Part, ulong Size)>> owners = OwnersOf(parts);
        HashSet<int> telling = Telling(groups, parts, owners);
        List<GroupPair> pairs = [];
        int[] common = new int[parts.Length];
        int[] sized = new int[parts.Length];
        List<int> met = [];
        for (int group = 0; group < groups.Length; group++)
        {
            foreach (DefinedSymbol symbol in groups[group].Where(symbol => telling.Contains(symbol.Name)))
            {
                foreach ((int part, ulong size) in owners[symbol.Name])
                {
                    if (common[part]++ == 0)
                    {
                        met.Add(part);
                    }

                    sized[part] += size == symbol.Size ? 1 : 0;
                }
            }

            foreach (int part in met)
            {
                pairs.Add(new GroupPair(group, part, sized[part], common[part], parts[part].Count - common[part]));
                (common[part], sized[part]) = (0, 0);
            }

            met.Clear();
        }

        return pairs;
    }

    /// <summary>True when another part fits the same group as well.</summary>
    public bool FitsAs(GroupPair other) =>
        (Group, Sized, Common, Different) == (other.Group, other.Sized, other.Common, other.Different);

    /// <summary>Orders pairs: the best first, and those of one group that fit equally well by the order of the parts.</summary>
    public static int ByFit(GroupPair left, GroupPair right)
    {
        int order = right.Sized.CompareTo(left.Sized);
        order = order != 0 ? order : right.Common.CompareTo(left.Common);
        order = order != 0 ? order : left.Different.CompareTo(right.Different);
        order = order != 0 ? order : left.Group.CompareTo(right.Group);
        return order != 0 ? order : left.Part.CompareTo(right.Part);
    }

    /// <summary>For each name the parts that have it; of two symbols of one name in a part the size of the last.</summary>
    private static Dictionary<int, List<(int Part, ulong Size)>> OwnersOf(IReadOnlyList<DefinedSymbol>[] parts)
    {
        Dictionary<int, List<(int Part, ulong Size)>> owners = [];
        for (int part = 0; part < parts.Length; part++)
        {
            foreach (DefinedSymbol symbol in parts[part])
            {
                if (!owners.TryGetValue(symbol.Name, out List<(int Part, ulong Size)>? having))
                {
                    owners[symbol.Name] = having = [];
                }

                if (having.Count > 0 && having[^1].Part == part)
                {
                    having[^1] = (part, symbol.Size);
                }
                else
                {
                    having.Add((part, symbol.Size));
                }
            }
        }

        return owners;
    }

    private static HashSet<int> Telling(
        IReadOnlyList<DefinedSymbol>[] groups, IReadOnlyList<DefinedSymbol>[] parts, Dictionary<int, List<(int Part, ulong Size)>> owners)
    {
        Dictionary<int, long> steps = [];
        foreach (DefinedSymbol symbol in groups.SelectMany(group => group))
        {
            if (owners.TryGetValue(symbol.Name, out List<(int Part, ulong Size)>? having))
            {
                steps[symbol.Name] = steps.GetValueOrDefault(symbol.Name) + having.Count;
            }
        }

        long left = AlwaysFits + (StepsPerSymbol * (groups.Sum(group => (long)group.Count) + parts.Sum(part => (long)part.Count)));
        HashSet<int> telling = [];
        foreach ((int name, long count) in steps.OrderBy(each => each.Value).ThenBy(each => each.Key))
        {
            left -= count;
            if (left < 0)
            {
                break;
            }

            telling.Add(name);
        }

        return telling;
    }
}
