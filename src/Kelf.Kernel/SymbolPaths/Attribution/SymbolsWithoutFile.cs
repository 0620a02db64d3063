// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>
/// Finds the local symbols of objects that have no <c>STT_FILE</c> symbol and got none from the linker. lld writes them in link
/// order, those of one object together: where several objects have a name, the next one in this order is meant.
/// </summary>
internal static class SymbolsWithoutFile
{
    /// <summary>Finds them.</summary>
    /// <param name="objects">The objects in link order.</param>
    /// <param name="matched">The parts that a group of the image comes from.</param>
    /// <param name="symbols">Local symbols that belong to no such part, in the order of <c>.symtab</c>.</param>
    /// <returns>The objects by the symbols' indices.</returns>
    public static Dictionary<int, LinkedObject> Find(
        IReadOnlyList<LinkedObject> objects, IEnumerable<ObjectPart> matched, IReadOnlyList<RuntimeSymbol> symbols)
    {
        HashSet<ObjectPart> isMatched = [.. matched];
        Dictionary<int, List<int>> byName = [];
        for (int i = 0; i < objects.Count; i++)
        {
            foreach (ObjectPart part in objects[i].Parts.Where(part => !part.HasFileSymbol && !isMatched.Contains(part)))
            {
                foreach (DefinedSymbol symbol in part.Locals)
                {
                    if (!byName.TryGetValue(symbol.Name, out List<int>? owners))
                    {
                        byName[symbol.Name] = owners = [];
                    }

                    owners.Add(i);
                }
            }
        }

        Dictionary<int, LinkedObject> found = [];
        (int current, HashSet<int> used) = (-1, []);
        foreach (RuntimeSymbol symbol in symbols)
        {
            if (!byName.TryGetValue(symbol.Name, out List<int>? owners))
            {
                continue;
            }

            // The first that is not before the current one; they ascend.
            int at = owners.BinarySearch(used.Contains(symbol.Name) ? current + 1 : current);
            at = at >= 0 ? at : ~at;
            // A name that only one object has is its own, whatever stands before.
            int owner = at < owners.Count ? owners[at] : owners.Count == 1 ? owners[0] : -1;
            if (owner < 0)
            {
                continue;
            }

            if (owner != current)
            {
                (current, used) = (owner, []);
            }

            used.Add(symbol.Name);
            found[symbol.Index] = objects[owner];
        }

        return found;
    }
}
