// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Sources;

/// <summary>Finds the tree that units of debugging information were compiled in, by their names and directories.</summary>
public static class UnitTree
{
    /// <summary>The trees that are known, and those that a kernel's first unit tells.</summary>
    /// <param name="units">
    /// Names of units and the directories that they were compiled in. Gone through as far as that of <c>init/main.c</c>, and once more
    /// where its directory is relative.
    /// </param>
    /// <param name="roots">The trees that the user named, or that are known from elsewhere.</param>
    public static SourceTree Of(IEnumerable<(string Name, string Directory)> units, IReadOnlyList<string> roots)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(roots);
        return TryOfKernel(units, roots) ?? new SourceTree([.. roots, units.Select(unit => unit.Directory).FirstOrDefault()]);
    }

    /// <summary>The same, of a kernel alone.</summary>
    /// <returns>Null when no unit is that of <c>init/main.c</c>.</returns>
    public static SourceTree? TryOfKernel(IEnumerable<(string Name, string Directory)> units, IReadOnlyList<string> roots)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(roots);
        foreach ((string name, string directory) in units)
        {
            if (SourceTree.TryFindRoot(name, directory) is { } root)
            {
                return new SourceTree([.. roots, root, directory, .. WholeRoots(units, directory)]);
            }
        }

        return null;
    }

    // Compilers were told to leave the front of all paths out (-ffile-prefix-map), assemblers were not: they write the directory of
    // the build in full. The front is that of the source tree.
    private static IEnumerable<string> WholeRoots(IEnumerable<(string Name, string Directory)> units, string directory)
    {
        string end = "/" + directory;
        return directory.Length == 0 || directory[0] is '/' or '.' ? [] : units.Select(unit => unit.Directory).Distinct()
            .Where(whole => whole.StartsWith('/') && whole.Length > end.Length && whole.EndsWith(end, StringComparison.Ordinal))
            .SelectMany<string, string>(whole => [whole, whole[..^end.Length]]);
    }
}
