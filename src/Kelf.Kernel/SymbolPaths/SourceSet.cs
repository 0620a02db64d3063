// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// The sources that an object was made from, in the order of its build. Objects that were made from one other share its set, and so
/// each name is looked up, not searched for. Several threads may use one set.
/// </summary>
internal sealed class SourceSet
{
    private readonly Lazy<Dictionary<string, string>> _byName;

    /// <summary>A set of paths, each of which is there once.</summary>
    public SourceSet(IReadOnlyList<string> paths)
    {
        Paths = paths;
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

    /// <summary>The first source of a file name, or null.</summary>
    public string? Find(string fileName) => _byName.Value.GetValueOrDefault(fileName);
}
