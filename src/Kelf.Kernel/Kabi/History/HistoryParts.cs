// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.History;

/// <summary>A build that is in a store.</summary>
/// <param name="Place">Where it belongs.</param>
/// <param name="Seq">Its number there, from 1.</param>
/// <param name="Name">Its name.</param>
internal sealed record HistoryBuild(HistoryPlace Place, int Seq, string Name)
{
    /// <summary>What its part of each table is called.</summary>
    public string PartName => string.Create(CultureInfo.InvariantCulture, $"{Seq:d6}-{Name}");
}

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

    /// <summary>The directory.</summary>
    public string Root { get; } = root.IndexOfAny(['*', '?', '[', ']', '{', '}', '\'', '\n']) < 0
        ? root : throw new RefusedException(root, "a store's path must not have any of * ? [ ] { } and quotes: engines would take them for patterns");

    /// <summary>The tables, the one that says which builds there are last.</summary>
    public static IReadOnlyList<string> Tables { get; } = ["export", "type", "member", "finding", Builds];

    /// <summary>The path of a build's part of a table.</summary>
    public string PathOf(string table, HistoryBuild build) => Path.Combine(FolderOf(table, build.Place), build.PartName + Extension);

    /// <summary>The directory of a table's parts.</summary>
    public string FolderOf(string table, HistoryPlace place) => Path.Combine(Root, table, place.Folder);

    /// <summary>The last snapshot of a place, with which the next one is compared.</summary>
    public string SnapshotOf(HistoryBuild build) => Path.Combine(Root, "snapshot", build.Place.Folder, build.PartName + ".kabi");

    /// <summary>The bytes of a build's parts.</summary>
    public long SizeOf(HistoryBuild build) => Tables.Sum(table => new FileInfo(PathOf(table, build)).Length);

    /// <summary>The builds, place after place, in their order.</summary>
    public IReadOnlyList<HistoryBuild> Find(Func<HistoryPlace, bool> isWanted) =>
    [
        .. from series in Below(Path.Combine(Root, Builds))
           from arch in Below(series)
           from flavour in Below(arch)
           let place = HistoryPlace.Of(Path.GetFileName(series), Path.GetFileName(arch), Path.GetFileName(flavour))
           where place is not null && isWanted(place)
           from build in Find(place)
           select build,
    ];

    /// <summary>The builds of one place, in their order.</summary>
    public IEnumerable<HistoryBuild> Find(HistoryPlace place)
    {
        string folder = FolderOf(Builds, place);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*" + Extension).Select(path => Read(path, place)).OfType<HistoryBuild>().OrderBy(build => build.Seq)
            : [];
    }

    /// <summary>Removes what a run has left that did not come to its end.</summary>
    public void RemoveAfter(HistoryPlace place, int last)
    {
        foreach (string table in Tables)
        {
            string folder = FolderOf(table, place);
            foreach (string path in Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + Extension) : [])
            {
                if (Read(path, place) is { } part && part.Seq > last)
                {
                    File.Delete(path);
                }
            }
        }
    }

    private static HistoryBuild? Read(string path, HistoryPlace place)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        int dash = name.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && name[0] != '.' && int.TryParse(name.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out int seq)
            ? new HistoryBuild(place, seq, name[(dash + 1)..]) : null;
    }

    private static IEnumerable<string> Below(string folder) =>
        Directory.Exists(folder) ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal) : [];
}
