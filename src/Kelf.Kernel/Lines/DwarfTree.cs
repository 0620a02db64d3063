// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Sources;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Lines;

/// <summary>Finds the tree that a kernel or a module was compiled in by its debugging information.</summary>
internal static class DwarfTree
{
    // Every file of a kernel includes some of these.
    private const string Headers = "/include/linux/";

    // The first units of a module may be assembly, which includes few.
    private const int UnitsAsked = 4;

    /// <summary>
    /// The trees that are known, and that of <c>init/main.c</c>. A module has no such unit: its tree is the one whose headers it
    /// includes, or, if it includes none, the directory that its sources have in common.
    /// </summary>
    public static SourceTree Of(DwarfFile dwarf, IReadOnlyList<string> roots)
    {
        IEnumerable<(string Name, string Directory)> units = Units(dwarf);
        if (UnitTree.TryOfKernel(units, roots) is { } kernel)
        {
            return kernel;
        }

        (string name, string directory) = units.FirstOrDefault(("", ""));
        SourceTree tree = new([.. roots, directory, HeadersOf(dwarf)]);
        return tree.Normalise(name, directory).StartsWith('/') ? new SourceTree([.. tree.Roots, CommonOf(units)]) : tree;
    }

    private static IEnumerable<(string Name, string Directory)> Units(DwarfFile dwarf)
    {
        for (int i = 0; i < dwarf.Units.Length; i++)
        {
            DwarfUnit unit = dwarf.Units[i];
            if (unit.Type is DwUnitType.Compile or DwUnitType.Skeleton
                && Attempt(() => $"{Utf8Name.ToText(unit.Name)}\0{Utf8Name.ToText(unit.CompilationDirectory)}") is { } both)
            {
                int end = both.IndexOf('\0', StringComparison.Ordinal);
                yield return (both[..end], both[(end + 1)..]);
            }
        }
    }

    private static string? HeadersOf(DwarfFile dwarf)
    {
        string? found = null;
        int asked = 0;
        for (int i = 0; i < dwarf.Units.Length && asked < UnitsAsked && found is null; i++)
        {
            DwarfUnit unit = dwarf.Units[i];
            if (Attempt(() => unit.Root.LineTable is null ? null : unit.Files) is not { } files)
            {
                continue;
            }

            asked++;
            for (int number = files.FirstNumber; number < files.FirstNumber + files.Count; number++)
            {
                string? path = Attempt(() => files.TryPath((ulong)number, out string? one) ? "/" + SourceTree.Join(one, null) : null);
                int at = path?.IndexOf(Headers, StringComparison.Ordinal) ?? -1;
                // Trees in the tree have such a directory, too (tools/include/linux).
                if (at >= 0 && (found is null || at - 1 < found.Length))
                {
                    found = path![Math.Min(1, at)..at];
                }
            }
        }

        return found;
    }

    private static string? CommonOf(IEnumerable<(string Name, string Directory)> units)
    {
        string? common = null;
        foreach ((string name, string directory) in units)
        {
            string whole = SourceTree.Join(name, directory);
            common ??= whole;
            int same = common.AsSpan().CommonPrefixLength(whole);
            common = common[..(common.AsSpan(0, same).LastIndexOf('/') + 1)];
        }

        return common;
    }

    private static T? Attempt<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (MalformedFileException)
        {
            // Said when the unit itself is asked for an address.
            return null;
        }
    }
}
