// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Sources;

/// <summary>
/// Turns the spellings that compilers and builds have for a source file into one: the path below the source tree, or, for a
/// generated file, below the object tree. Paths are texts here; no link is followed.
/// </summary>
/// <remarks>
/// The file <c>kernel/fork.c</c> is written
/// <code>
/// built in               name                  directory    normalised
/// the source tree        kernel/fork.c         /src         kernel/fork.c
/// build, below it        ../kernel/fork.c      /src/build   kernel/fork.c
/// elsewhere              /src/kernel/fork.c    /obj         kernel/fork.c
/// elsewhere, generated   lib/crc32table.c      /obj         lib/crc32table.c
/// </code>
/// </remarks>
public sealed class SourceTree
{
    private readonly string[] _roots;

    /// <summary>Makes a tree.</summary>
    /// <param name="roots">
    /// The directories that normalised paths begin at: source tree, object tree, directory of external modules. Null ones are left out.
    /// </param>
    public SourceTree(params IEnumerable<string?> roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        // The longest first: an object tree may be in the source tree.
        _roots = [.. roots.OfType<string>().Select(Collapse).Where(root => root.Length > 0).OrderByDescending(root => root.Length)];
    }

    /// <summary>The directories that normalised paths begin at, the longest first.</summary>
    public IReadOnlyList<string> Roots => _roots;

    /// <summary>The name of a source file below a root; the whole path when it is below none.</summary>
    /// <param name="path">The path as it was written.</param>
    /// <param name="directory">The directory that it is relative to, or null.</param>
    public string Normalise(string path, string? directory = null)
    {
        string whole = Join(path, directory);
        foreach (string root in _roots)
        {
            if (root == "/" && whole.StartsWith('/'))
            {
                return whole[1..];
            }

            if (whole.Length > root.Length && whole[root.Length] == '/' && whole.StartsWith(root, StringComparison.Ordinal))
            {
                return whole[(root.Length + 1)..];
            }
        }

        return whole;
    }

    /// <summary>The tree that a kernel's first file tells: the path of <c>init/main.c</c> without this ending.</summary>
    /// <param name="path">A path as it was written.</param>
    /// <param name="directory">The directory that it is relative to, or null.</param>
    /// <returns>The tree, empty when paths begin at it already; null when this is another file.</returns>
    public static string? TryFindRoot(string path, string? directory = null)
    {
        const string FirstFile = "init/main.c";
        string whole = Join(path, directory);
        return whole == FirstFile ? ""
            : whole.EndsWith("/" + FirstFile, StringComparison.Ordinal) ? whole[..^(FirstFile.Length + 1)] is { Length: > 0 } root ? root : "/"
            : null;
    }

    /// <summary>Joins a relative path with its directory, and removes <c>//</c>, <c>.</c> and <c>..</c> from the result.</summary>
    public static string Join(string path, string? directory)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Collapse(path.StartsWith('/') || string.IsNullOrEmpty(directory) ? path : $"{directory}/{path}");
    }

    private static string Collapse(string path)
    {
        bool isRooted = path.StartsWith('/');
        List<string> parts = [];
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (!isRooted)
            {
                parts.Add(part);
            }
        }

        return (isRooted ? "/" : "") + string.Join('/', parts);
    }
}
