// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.History.Engine;
using Kelf.Kernel.Kabi.Modules;
using Kelf.Kernel.Kabi.Output;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Versions;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.History;

/// <summary>A store that is asked. Its files are views; nothing else can be read, and nothing written, whatever a statement says.</summary>
public sealed class HistoryDatabase : IDisposable
{
    private readonly HistoryParts _parts;
    private readonly List<HistoryBuild> _builds;
    private readonly DuckDb _engine;

    private HistoryDatabase(HistoryParts parts, List<HistoryBuild> builds, DuckDb engine)
    {
        (_parts, _builds, _engine) = (parts, builds, engine);
        // A statement is looked at thrice, and its tables each time: their ends are read once.
        engine.Run("SET parquet_metadata_cache = true");
        string allowed = "";
        foreach (string table in HistoryParts.Tables)
        {
            string paths = List(builds, table, parts);
            allowed += (allowed.Length > 0 ? ", " : "") + paths;
            // All statements join the builds, some several times: they are a table, of a row each.
            engine.Run(
                $"CREATE {(table == HistoryParts.Builds ? "TABLE" : "VIEW")} {table} AS SELECT * FROM read_parquet([{paths}], hive_partitioning=true, hive_types_autocast=false)");
        }

        engine.Run($"SET allowed_paths = [{allowed}]");
        engine.Run(Statement("views"));
        engine.Run("SET enable_external_access = false; SET lock_configuration = true");
    }

    /// <summary>Opens a store.</summary>
    /// <param name="store">Its directory.</param>
    /// <param name="series">The branch to look at; null for all.</param>
    /// <param name="arch">The machine.</param>
    /// <param name="flavour">The configuration.</param>
    /// <param name="library">DuckDB's library; null to look for it.</param>
    /// <exception cref="KelfException">The library is missing, or the store cannot be read.</exception>
    /// <exception cref="RefusedException">It has no such build.</exception>
    public static HistoryDatabase Open(string store, string? series, string? arch, string? flavour, string? library)
    {
        HistoryParts parts = new(store);
        List<HistoryBuild> builds = parts.Find(series, arch, flavour);
        return builds.Count > 0
            ? new HistoryDatabase(parts, builds, new DuckDb(DuckDbLibrary.Load(library), store))
            : throw new RefusedException(store, "no history with builds of that kind is there: kelf kabi history add makes one");
    }

    /// <summary>The text of a statement, as it is in the program; what has a colon before it is filled in.</summary>
    public static string Statement(string name)
    {
        using Stream? stream = typeof(HistoryDatabase).Assembly.GetManifestResourceStream(name + ".sql");
        using StreamReader reader = new(stream ?? throw new InvalidOperationException(name + ".sql is not in the program"));
        return reader.ReadToEnd();
    }

    /// <summary>Answers a statement of the user.</summary>
    /// <exception cref="RefusedException">It is wrong, or would change something.</exception>
    public HistoryAnswer Query(string sql) => _engine.Ask(sql);

    /// <summary>The builds, with what each takes.</summary>
    public HistoryAnswer Builds()
    {
        HistoryAnswer answer = Query("""
            SELECT series, arch, flavour, seq, build, release, evidence, exports, records, digest FROM build ORDER BY series, arch, flavour, seq
            """);
        List<string?[]> rows = [];
        for (int i = 0; i < _builds.Count; i++)
        {
            rows.Add([.. answer.Rows[i], _parts.SizeOf(_builds[i]).ToString(CultureInfo.InvariantCulture)]);
        }

        return new HistoryAnswer([.. answer.Columns, "bytes"], [.. answer.Types, "BIGINT"], rows);
    }

    /// <summary>From when to when symbols had which version.</summary>
    /// <exception cref="RefusedException">No build has one of them.</exception>
    public HistoryAnswer Symbols(string[] names)
    {
        HistoryAnswer answer = Query(Fill("symbol", "names", List(names)));
        foreach (string name in names)
        {
            if (!Has(answer, [name]))
            {
                throw new RefusedException(_parts.Root, $"no build exports '{name}'");
            }
        }

        return answer;
    }

    /// <summary>The builds in which types have another size than before.</summary>
    /// <param name="names">The types as C or records call them.</param>
    /// <exception cref="RefusedException">No build has one of them, or none has its size.</exception>
    public HistoryAnswer Types(string[] names)
    {
        List<string> records = [];
        foreach (string name in names)
        {
            records.AddRange(TypeView.RecordNames(name));
        }

        HistoryAnswer answer = Query(Fill("type", "names", List([.. records])));
        foreach (string name in names)
        {
            if (!Has(answer, TypeView.RecordNames(name)))
            {
                throw new RefusedException(_parts.Root, $"no build has a type '{name}' with a size");
            }
        }

        return answer;
    }

    /// <summary>The symbols whose version changed with more than so many of a hundred updates.</summary>
    public HistoryAnswer Unstable(int percent) => Query(Fill("unstable", "percent", percent.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The changes that are approved in one series, and break another, where nobody has approved of them.</summary>
    public HistoryAnswer Approved() => Query(Statement("approved"));

    /// <summary>What two builds export differently.</summary>
    /// <param name="old">A build, or <c>SERIES/BUILD</c>.</param>
    /// <param name="new">Another.</param>
    /// <exception cref="RefusedException">One is not there, or there are several.</exception>
    public HistoryAnswer Difference(string old, string @new)
    {
        HistoryBuild before = FindBuild(old), after = FindBuild(@new);
        return Query(Fill(Fill(Statement("diff"), "old", before), "new", after));
    }

    /// <summary>On which builds modules load: what the kernel checks when it loads one, asked of each build.</summary>
    /// <param name="modules">The modules.</param>
    public HistoryAnswer Loads(IReadOnlyList<ModuleNeeds> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        HashSet<string> names = ["module_layout"];
        Dictionary<string, VersionRecord> others = new(StringComparer.Ordinal);
        foreach (ModuleNeeds module in modules)
        {
            foreach ((string name, _) in module.Symbols)
            {
                names.Add(name);
            }

            foreach (VersionRecord export in module.Exports)
            {
                others.TryAdd(export.Name, export);
            }
        }

        Dictionary<string, Dictionary<string, VersionRecord>> exports = new(StringComparer.Ordinal);
        foreach (string?[] row in Query(Fill("needs", "names", List([.. names]))).Rows)
        {
            string build = KeyOf(row);
            if (!exports.TryGetValue(build, out Dictionary<string, VersionRecord>? own))
            {
                exports.Add(build, own = new(StringComparer.Ordinal));
            }

            own.Add(row[4]!, new VersionRecord(row[4]!, row[5] is { } crc ? Convert.ToUInt32(crc, 16) : 0, row[6] ?? "", row[7] == "true", row[8] ?? ""));
        }

        List<string?[]> answers = [];
        foreach (string?[] row in Query("""
            SELECT series, arch, flavour, build, release, vermagic, machine, versioned FROM build ORDER BY series, arch, flavour, seq
            """).Rows)
        {
            Snapshot kernel = new()
            {
                Name = row[3]!,
                Kinds = "history",
                Evidence = Evidence.Versions,
                Release = row[4],
                VersionMagic = row[5],
                Machine = row[6],
                Exports = exports.GetValueOrDefault(KeyOf(row)) ?? [],
                HasPlaces = true,
                HasVersions = true,
            };
            LoadCheck check = new(kernel, isVersioned: row[7] == "true");
            foreach (ModuleNeeds module in modules)
            {
                LoadAnswer answer = check.Check(module, others);
                answers.Add(
                [
                    row[0], row[1], row[2], row[3], answer.Module,
                    answer.Verdict switch { LoadVerdict.Loads => "loads", LoadVerdict.Warns => "warns", _ => "refused" },
                    answer.Reasons.Count.ToString(CultureInfo.InvariantCulture), answer.Reasons.Count == 0 ? "" : answer.Reasons[0].Text,
                ]);
            }
        }

        return new HistoryAnswer(
            ["series", "arch", "flavour", "build", "module", "verdict", "reasons", "first_reason"],
            ["VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "BIGINT", "VARCHAR"], answers);
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    private HistoryBuild FindBuild(string name)
    {
        HistoryBuild? found = null;
        foreach (HistoryBuild build in _builds)
        {
            if (build.Name == name || build.Place.Series + "/" + build.Name == name)
            {
                found = found is null ? build : throw new RefusedException(
                    _parts.Root, $"several builds are called '{name}': say SERIES/BUILD, or which with --series, --arch and --flavour");
            }
        }

        return found ?? throw new RefusedException(_parts.Root, $"no build is called '{name}'");
    }

    private static bool Has(HistoryAnswer answer, string[] names)
    {
        foreach (string?[] row in answer.Rows)
        {
            if (Array.IndexOf(names, row[3]) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static string KeyOf(string?[] row) => row[0] + "/" + row[1] + "/" + row[2] + "/" + row[3];

    // Names from the command line stand alone in their statements, and those of builds have no colon: none looks like a key.
    private static string Fill(string name, string key, string value) => Statement(name).Replace(":" + key, value, StringComparison.Ordinal);

    private static string Fill(string statement, string side, HistoryBuild build) => statement
        .Replace($":{side}_series", Quoted(build.Place.Series), StringComparison.Ordinal).Replace($":{side}_arch", Quoted(build.Place.Arch), StringComparison.Ordinal)
        .Replace($":{side}_flavour", Quoted(build.Place.Flavour), StringComparison.Ordinal).Replace($":{side}_build", Quoted(build.Name), StringComparison.Ordinal);

    /// <summary>The parts of a table as a list of SQL.</summary>
    internal static string List(List<HistoryBuild> builds, string table, HistoryParts parts)
    {
        string[] paths = new string[builds.Count];
        for (int i = 0; i < paths.Length; i++)
        {
            paths[i] = Path.GetFullPath(parts.PathOf(table, builds[i]));
        }

        return List(paths);
    }

    private static string List(string[] texts) => string.Join(", ", Array.ConvertAll(texts, Quoted));

    /// <summary>A text as SQL has it.</summary>
    internal static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
