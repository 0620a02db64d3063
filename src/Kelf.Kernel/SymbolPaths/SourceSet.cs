// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// The sources that an object was made from, in the order of its build. Objects that were made from one other share its set, and so
/// each name is looked up, not searched for. Several threads may use one set.
/// </summary>
internal sealed class SourceSet
{
    private readonly Lazy<Dictionary<string, string>> _byName;
    private readonly Lazy<HashSet<string>> _paths;

    /// <summary>A set of paths, each of which is there once.</summary>
    public SourceSet(IReadOnlyList<string> paths)
    {
        Paths = paths;
        _paths = new Lazy<HashSet<string>>(() => new HashSet<string>(paths, StringComparer.Ordinal));
        _byName = new Lazy<Dictionary<string, string>>(() =>
        {
            Dictionary<string, string> names = new(StringComparer.Ordinal);
            foreach (string path in paths)
            {
                names.TryAdd(Path.GetFileName(path), path);
            }

            return names;
        });
    }

    /// <summary>Nothing is known.</summary>
    public static SourceSet None { get; } = new([]);

    /// <summary>The paths.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>All of several sets.</summary>
    public static SourceSet Join(IEnumerable<SourceSet> sets) =>
        new([.. sets.SelectMany(set => set.Paths).Distinct(StringComparer.Ordinal)]);

    /// <summary>True for one of the sources.</summary>
    public bool Contains(string path) => _paths.Value.Contains(path);

    /// <summary>
    /// The first source of a file name, which may have a prefix that objcopy gave to all symbols (<c>__kvm_nvhe_switch.c</c>); or null.
    /// </summary>
    public string? Find(string fileName)
    {
        string? found = _byName.Value.GetValueOrDefault(fileName);
        for (int at = fileName.StartsWith("__", StringComparison.Ordinal) ? 2 : -1; found is null && at > 0; at = fileName.IndexOf('_', at) + 1)
        {
            found = _byName.Value.GetValueOrDefault(fileName[at..]);
        }

        return found;
    }
}
