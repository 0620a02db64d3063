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
    /// <summary>The tables as they are filled; what is a column of the path is not in them.</summary>
    internal const string EmptyTables = """
        CREATE TABLE new_export (seq INTEGER, name VARCHAR, present BOOLEAN, crc VARCHAR, module VARCHAR, gpl BOOLEAN, namespace VARCHAR, record_id VARCHAR);
        CREATE TABLE new_type (seq INTEGER, name VARCHAR, record_id VARCHAR, present BOOLEAN, kind VARCHAR, size BIGINT, alignment BIGINT, declaration BOOLEAN,
          body VARCHAR);
        CREATE TABLE new_member (seq INTEGER, record_id VARCHAR, position INTEGER, name VARCHAR, type VARCHAR, bit_offset BIGINT, bit_size BIGINT, value VARCHAR);
        CREATE TABLE new_finding (seq INTEGER, fingerprint VARCHAR, kind VARCHAR, severity VARCHAR, subject VARCHAR, text VARCHAR, exports INTEGER,
          verdict VARCHAR, reason VARCHAR);
        CREATE TABLE new_build (seq INTEGER, build VARCHAR, release VARCHAR, vermagic VARCHAR, machine VARCHAR, evidence VARCHAR, exports INTEGER,
          records INTEGER, versioned BOOLEAN, places BOOLEAN, digest VARCHAR);
        """;

    private readonly HistoryParts _parts;
    private readonly IReadOnlyList<HistoryBuild> _builds;
    private readonly DuckDb _engine;

    private HistoryDatabase(HistoryParts parts, IReadOnlyList<HistoryBuild> builds, DuckDb engine)
    {
        (_parts, _builds, _engine) = (parts, builds, engine);
        string[] files = [.. HistoryParts.Tables.Select(table => string.Join(", ", builds.Select(build => Quoted(Path.GetFullPath(parts.PathOf(table, build))))))];
        // A statement is looked at thrice, and its tables each time: their ends are read once.
        engine.Run($"SET allowed_paths = [{string.Join(", ", files)}]; SET parquet_metadata_cache = true");
        foreach ((string table, string paths) in HistoryParts.Tables.Zip(files))
        {
            // All statements join the builds, some several times: they are a table, of a row each.
            engine.Run($"CREATE {(table == HistoryParts.Builds ? "TABLE" : "VIEW")} {table} AS SELECT * FROM read_parquet([{paths}], hive_partitioning=true, hive_types_autocast=false)");
        }

        engine.Run(Statement("views"));
        engine.Run("SET enable_external_access = false; SET lock_configuration = true");
    }

    /// <summary>Opens a store.</summary>
    /// <param name="store">Its directory.</param>
    /// <param name="isWanted">Which places to look at.</param>
    /// <param name="library">DuckDB's library; null to look for it.</param>
    /// <exception cref="KelfException">The library is missing, or the store cannot be read.</exception>
    /// <exception cref="RefusedException">It has no such build.</exception>
    public static HistoryDatabase Open(string store, Func<HistoryPlace, bool> isWanted, string? library)
    {
        HistoryParts parts = new(store);
        IReadOnlyList<HistoryBuild> builds = parts.Find(isWanted);
        return builds.Count > 0
            ? new HistoryDatabase(parts, builds, new DuckDb(DuckDbLibrary.Load(library), store))
            : throw new RefusedException(store, "no history with builds of that kind is there: kelf kabi history add makes one");
    }

    /// <summary>The text of a statement, as it is in the program; what has a colon before it is filled in.</summary>
    public static string Statement(string name)
    {
        using Stream? stream = typeof(HistoryDatabase).Assembly.GetManifestResourceStream(name + ".sql");
        using StreamReader reader = new(stream ?? throw new InvalidOperationException($"{name}.sql is not in the program"));
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
        return answer with
        {
            Columns = [.. answer.Columns, "bytes"],
            Types = [.. answer.Types, "BIGINT"],
            Rows = [.. answer.Rows.Zip(_builds, (row, build) => (string?[])[.. row, _parts.SizeOf(build).ToString(CultureInfo.InvariantCulture)])],
        };
    }

    /// <summary>From when to when symbols had which version.</summary>
    /// <exception cref="RefusedException">No build has one of them.</exception>
    public HistoryAnswer Symbols(IReadOnlyList<string> names)
    {
        HistoryAnswer answer = Query(Fill("symbol", ("names", List(names))));
        return names.FirstOrDefault(name => !answer.Rows.Any(row => row[3] == name)) is { } unknown
            ? throw new RefusedException(_parts.Root, $"no build exports '{unknown}'") : answer;
    }

    /// <summary>The builds in which types have another size than before.</summary>
    /// <param name="names">The types as C or records call them.</param>
    /// <exception cref="RefusedException">No build has one of them, or none has its size.</exception>
    public HistoryAnswer Types(IReadOnlyList<string> names)
    {
        string[][] records = [.. names.Select(name => Array.FindAll(TypeView.RecordNames(name), record => record.Contains('#', StringComparison.Ordinal)))];
        HistoryAnswer answer = Query(Fill("type", ("names", List([.. records.SelectMany(record => record)]))));
        int unknown = Array.FindIndex(records, record => !answer.Rows.Any(row => record.Contains(row[3])));
        return unknown < 0 ? answer : throw new RefusedException(_parts.Root, $"no build has a type '{names[unknown]}' with a size");
    }

    /// <summary>The symbols whose version changed with more than so many of a hundred updates.</summary>
    public HistoryAnswer Unstable(double percent) =>
        Query(Fill("unstable", ("percent", percent.ToString(CultureInfo.InvariantCulture))));

    /// <summary>The changes that are approved in one series, and break another, where nobody has approved of them.</summary>
    public HistoryAnswer Approved() => Query(Statement("approved"));

    /// <summary>What two builds export differently.</summary>
    /// <param name="old">A build, or <c>SERIES/BUILD</c>.</param>
    /// <param name="new">Another.</param>
    /// <exception cref="RefusedException">One is not there, or there are several.</exception>
    public HistoryAnswer Difference(string old, string @new)
    {
        HistoryBuild before = FindBuild(old), after = FindBuild(@new);
        return Query(Fill("diff", [.. ValuesOf("old", before), .. ValuesOf("new", after)]));
    }

    /// <summary>On which builds modules load: what the kernel checks when it loads one, asked of each build.</summary>
    /// <param name="modules">The modules.</param>
    public HistoryAnswer Loads(IReadOnlyList<ModuleNeeds> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        HashSet<string> names = [.. modules.SelectMany(module => module.Symbols.Select(symbol => symbol.Name)), "module_layout"];
        Dictionary<string, VersionRecord> others = new(StringComparer.Ordinal);
        foreach (VersionRecord export in modules.SelectMany(module => module.Exports))
        {
            others.TryAdd(export.Name, export);
        }

        ILookup<string, VersionRecord> exports = Query(Fill("needs", ("names", List([.. names])))).Rows.ToLookup(
            row => string.Join('/', row.AsSpan(0, 4)!),
            row => new VersionRecord(row[4]!, row[5] is null ? 0 : Convert.ToUInt32(row[5], 16), row[6] ?? "", row[7] == "true", row[8] ?? ""));
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
                Exports = exports[string.Join('/', row.AsSpan(0, 4)!)].ToDictionary(export => export.Name, StringComparer.Ordinal),
                HasPlaces = true,
                HasVersions = true,
            };
            LoadCheck check = new(kernel, isVersioned: row[7] == "true");
            answers.AddRange(modules.Select(module => check.Check(module, others)).Select(answer => (string?[])
            [
                row[0], row[1], row[2], row[3], answer.Module, answer.Verdict switch { LoadVerdict.Loads => "loads", LoadVerdict.Warns => "warns", _ => "refused" },
                answer.Reasons.Count.ToString(CultureInfo.InvariantCulture), answer.Reasons.Count == 0 ? "" : answer.Reasons[0].Text,
            ]));
        }

        return new HistoryAnswer(
            ["series", "arch", "flavour", "build", "module", "verdict", "reasons", "first_reason"],
            ["VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "BIGINT", "VARCHAR"], answers);
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    private HistoryBuild FindBuild(string name)
    {
        HistoryBuild[] found = [.. _builds.Where(build => build.Name == name || $"{build.Place.Series}/{build.Name}" == name)];
        return found.Length == 1 ? found[0] : throw new RefusedException(_parts.Root, found.Length == 0
            ? $"no build is called '{name}'"
            : $"{found.Length} builds are called '{name}': say SERIES/BUILD, or which with --series, --arch and --flavour");
    }

    private static (string, string)[] ValuesOf(string side, HistoryBuild build) =>
    [
        ($"{side}_series", Quoted(build.Place.Series)), ($"{side}_arch", Quoted(build.Place.Arch)), ($"{side}_flavour", Quoted(build.Place.Flavour)),
        ($"{side}_build", Quoted(build.Name)),
    ];

    private static string Fill(string name, params (string Key, string Value)[] values)
    {
        string statement = Statement(name);
        // Longer keys first, as shorter ones begin like them. Names from the command line stand alone in their statements, so none looks like a key.
        foreach ((string key, string value) in values.OrderByDescending(pair => pair.Key.Length))
        {
            statement = statement.Replace(":" + key, value, StringComparison.Ordinal);
        }

        return statement;
    }

    private static string List(IReadOnlyList<string> names) => string.Join(", ", names.Select(Quoted));

    /// <summary>A text as SQL has it.</summary>
    internal static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
