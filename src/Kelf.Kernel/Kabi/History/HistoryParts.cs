// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Globalization;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.History;

/// <summary>
/// The files of a store: <c>TABLE/series=S/arch=A/flavour=F/NUMBER-BUILD.parquet</c>, written once and never changed. A build is there when its
/// part of the table <c>build</c> is, which is written last.
/// </summary>
/// <param name="root">The directory.</param>
internal sealed class HistoryParts(string root)
{
    /// <summary>What a part's name ends in.</summary>
    public const string Extension = ".parquet";

    /// <summary>The table that says which builds there are.</summary>
    public const string Builds = "build";

    private static readonly SearchValues<char> s_patterns = SearchValues.Create("*?[]{}'\n");

    /// <summary>The directory.</summary>
    public string Root { get; } = root.AsSpan().IndexOfAny(s_patterns) < 0
        ? root : throw new RefusedException(root, "a store's path must not have any of * ? [ ] { } and quotes: engines would take them for patterns");

    /// <summary>The tables, the one that says which builds there are last.</summary>
    public static string[] Tables { get; } = ["export", "type", "member", "finding", Builds];

    /// <summary>The path of a build's part of a table.</summary>
    public string PathOf(string table, HistoryBuild build) => Path.Combine(FolderOf(table, build.Place), build.PartName + Extension);

    /// <summary>The directory of a table's parts.</summary>
    public string FolderOf(string table, HistoryPlace place) => Path.Combine(Root, table, place.Folder);

    /// <summary>The last snapshot of a place, with which the next one is compared.</summary>
    public string SnapshotOf(HistoryBuild build) => Path.Combine(FolderOf("snapshot", build.Place), build.PartName + ".kabi");

    /// <summary>The bytes of a build's parts.</summary>
    public long SizeOf(HistoryBuild build)
    {
        long size = 0;
        foreach (string table in Tables)
        {
            size += new FileInfo(PathOf(table, build)).Length;
        }

        return size;
    }

    /// <summary>The builds, place after place, in their order.</summary>
    /// <param name="series">Those of this branch; null for all.</param>
    /// <param name="arch">Those for this machine.</param>
    /// <param name="flavour">Those of this configuration.</param>
    public List<HistoryBuild> Find(string? series, string? arch, string? flavour)
    {
        List<HistoryBuild> builds = [];
        foreach (string branch in Values(Path.Combine(Root, Builds), "series=", series))
        {
            foreach (string machine in Values(Path.Combine(Root, Builds, "series=" + branch), "arch=", arch))
            {
                foreach (string form in Values(Path.Combine(Root, Builds, "series=" + branch, "arch=" + machine), "flavour=", flavour))
                {
                    AddAll(Builds, new HistoryPlace(branch, machine, form), builds);
                }
            }
        }

        return builds;
    }

    /// <summary>The builds of one place, in their order.</summary>
    public List<HistoryBuild> Find(HistoryPlace place)
    {
        List<HistoryBuild> builds = [];
        AddAll(Builds, place, builds);
        return builds;
    }

    /// <summary>Removes what a run has left that did not come to its end.</summary>
    public void RemoveAfter(HistoryPlace place, int last)
    {
        foreach (string table in Tables)
        {
            List<HistoryBuild> parts = [];
            AddAll(table, place, parts);
            foreach (HistoryBuild part in parts)
            {
                if (part.Seq > last)
                {
                    File.Delete(PathOf(table, part));
                }
            }
        }
    }

    // The numbers have as many digits each, so that the order of names is that of numbers.
    private void AddAll(string table, HistoryPlace place, List<HistoryBuild> builds)
    {
        string folder = FolderOf(table, place);
        string[] paths = Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + Extension) : [];
        Array.Sort(paths, StringComparer.Ordinal);
        foreach (string path in paths)
        {
            string name = Path.GetFileNameWithoutExtension(path);
            int dash = name.IndexOf('-', StringComparison.Ordinal);
            if (dash > 0 && int.TryParse(name.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out int seq))
            {
                builds.Add(new HistoryBuild(place, seq, name[(dash + 1)..]));
            }
        }
    }

    private static List<string> Values(string folder, string key, string? wanted)
    {
        List<string> values = [];
        string[] paths = Directory.Exists(folder) ? Directory.GetDirectories(folder, key + "*") : [];
        Array.Sort(paths, StringComparer.Ordinal);
        foreach (string path in paths)
        {
            string value = Path.GetFileName(path)[key.Length..];
            if (wanted is null || value == wanted)
            {
                values.Add(value);
            }
        }

        return values;
    }
}
