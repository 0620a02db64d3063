// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.History.Engine;
using Kelf.Kernel.Kabi.Output;
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Rules;
using Kelf.Kernel.Kabi.Shapes;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Kabi.History;

/// <summary>
/// Adds builds to one place of a store. A build's parts have what differs from the build before, so that a build costs what it changed; they are
/// written beside the store's files, and take their places one after the other, that of the table of builds last.
/// </summary>
public sealed class HistoryWriter : IDisposable
{
    // What others read: the same rows make the same bytes, with the same release of DuckDB.
    private const string Form = "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)";

    private readonly HistoryParts _parts;
    private readonly HistoryPlace _place;
    private readonly DuckDb _engine;
    private readonly SafeFileHandle _lock;
    private readonly Dictionary<string, string> _digests = new(StringComparer.Ordinal);
    private readonly List<HistoryBuild> _builds;
    private Dictionary<string, ExportRow> _exports = new(StringComparer.Ordinal);
    private Dictionary<string, string> _records = new(StringComparer.Ordinal);
    private Snapshot? _last;

    private HistoryWriter(HistoryParts parts, HistoryPlace place, DuckDb engine, SafeFileHandle @lock)
    {
        (_parts, _place, _engine, _lock) = (parts, place, engine, @lock);
        _builds = parts.Find(place);
        parts.RemoveAfter(place, _builds.Count == 0 ? 0 : _builds[^1].Seq);
        engine.Run(HistoryDatabase.Statement("tables"));
        if (_builds.Count > 0)
        {
            ReadState();
        }
    }

    /// <summary>The snapshot of the last build, which is read like any other; null when there is no build yet.</summary>
    public string? LastSnapshot => _builds.Count == 0 ? null : _parts.SnapshotOf(_builds[^1]);

    /// <summary>Opens a place, which is made if it is not there.</summary>
    /// <param name="store">The store's directory.</param>
    /// <param name="place">The place.</param>
    /// <param name="library">DuckDB's library; null to look for it.</param>
    /// <exception cref="KelfException">The library is missing, the store cannot be read or written, or another run is at it.</exception>
    public static HistoryWriter Open(string store, HistoryPlace place, string? library)
    {
        ArgumentNullException.ThrowIfNull(place);
        HistoryPlace.Check(place.Series, "series");
        HistoryPlace.Check(place.Arch, "machine");
        HistoryPlace.Check(place.Flavour, "flavour");
        HistoryParts parts = new(store);
        DuckDb engine = new(DuckDbLibrary.Load(library), store);
        try
        {
            Directory.CreateDirectory(parts.FolderOf("snapshot", place));
            foreach (string table in HistoryParts.Tables)
            {
                Directory.CreateDirectory(parts.FolderOf(table, place));
            }

            return new HistoryWriter(parts, place, engine, Lock(Path.Combine(parts.FolderOf(HistoryParts.Builds, place), ".lock"), place));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            engine.Dispose();
            throw new UnwritableFileException(store, SystemMessage.Of(e));
        }
    }

    /// <summary>What the next build is compared with.</summary>
    public void Follow(Snapshot last) => _last = last;

    /// <summary>Adds a build.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="snapshot">What it exports, read by the reader of the one before.</param>
    /// <param name="rules">Which changes are tolerated.</param>
    /// <exception cref="RefusedException">There is another build of that name.</exception>
    /// <exception cref="UnwritableFileException">The store cannot be written.</exception>
    public HistoryAddition Add(string name, Snapshot snapshot, FindingRules rules)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(rules);
        HistoryPlace.Check(name, "build");
        string digest = SnapshotWriter.Digest(snapshot);
        foreach (HistoryBuild known in _builds)
        {
            if (known.Name == name)
            {
                return _digests[name] == digest
                    ? new HistoryAddition(known, isNew: false, _parts.SizeOf(known))
                    : throw new RefusedException(_parts.Root, $"{_place.Text} has another build '{name}': what is in a history does not change");
            }
        }

        HistoryBuild build = new(_place, _builds.Count == 0 ? 1 : _builds[^1].Seq + 1, name);
        HistoryRows rows = new(snapshot.Types?.Table ?? new());
        Dictionary<string, ExportRow> exports = rows.Exports(snapshot);
        int changed = WriteExports(build.Seq, exports);
        Dictionary<string, int> records = rows.Records(snapshot);
        Dictionary<string, string> names = new(records.Count, StringComparer.Ordinal);
        foreach ((string id, int record) in records)
        {
            names.Add(id, rows.NameOf(record));
        }

        int types = WriteTypes(build.Seq, records, names, rows);
        int findings = WriteFindings(build.Seq, snapshot, rules);
        WriteBuild(build, snapshot, records.Count, digest);
        Commit(build, snapshot);
        (_exports, _records, _last) = (exports, names, snapshot);
        _builds.Add(build);
        _digests.Add(name, digest);
        return new HistoryAddition(build, isNew: true, _parts.SizeOf(build)) { Exports = changed, Records = types, Findings = findings };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _engine.Dispose();
        _lock.Dispose();
    }

    // The system gives the lock back however a run ends.
    private static SafeFileHandle Lock(string path, HistoryPlace place)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new RefusedException(path, "another run adds to " + place.Text);
        }
    }

    // What the last build has: the last row of each name and record.
    private void ReadState()
    {
        foreach (string?[] row in Last("export", "name", "name, crc, module, gpl, namespace, record_id"))
        {
            _exports.Add(row[0]!, new ExportRow(row[1], row[2], row[3] is null ? null : row[3] == "true", row[4]!, row[5]));
        }

        foreach (string?[] row in Last("type", "record_id", "record_id, name"))
        {
            _records.Add(row[0]!, row[1]!);
        }

        foreach (string?[] row in _engine.Ask($"SELECT build, digest FROM {ReadAll(HistoryParts.Builds)}").Rows)
        {
            _digests[row[0]!] = row[1]!;
        }
    }

    private List<string?[]> Last(string table, string key, string columns) => _engine.Ask(
        $"SELECT {columns} FROM (SELECT *, row_number() OVER (PARTITION BY {key} ORDER BY seq DESC) AS age FROM {ReadAll(table)}) WHERE age = 1 AND present").Rows;

    private string ReadAll(string table) =>
        $"read_parquet([{HistoryDatabase.List(_builds, table, _parts)}], hive_partitioning=false)";

    private int WriteExports(int seq, Dictionary<string, ExportRow> exports)
    {
        List<string> names = [];
        foreach ((string name, ExportRow row) in exports)
        {
            if (!row.IsAs(_exports.GetValueOrDefault(name)))
            {
                names.Add(name);
            }
        }

        foreach (string name in _exports.Keys)
        {
            if (!exports.ContainsKey(name))
            {
                names.Add(name);
            }
        }

        names.Sort(Utf8Order.Instance);
        DuckDbAppender rows = _engine.Append("new_export");
        foreach (string name in names)
        {
            ExportRow? row = exports.GetValueOrDefault(name);
            rows.Number(seq).Text(name).Flag(row is not null).Text(row?.Crc).Text(row?.Module).Flag(row?.IsGplOnly).Text(row?.Namespace).Text(row?.RecordId).EndRow();
        }

        rows.End();
        return names.Count;
    }

    private int WriteTypes(int seq, Dictionary<string, int> records, Dictionary<string, string> names, HistoryRows rows)
    {
        // By name, and then by identity: no name has the character between them, and it is before all others.
        List<string> changes = [];
        foreach ((string id, string name) in names)
        {
            if (!_records.ContainsKey(id))
            {
                changes.Add(name + "\0" + id);
            }
        }

        foreach ((string id, string name) in _records)
        {
            if (!names.ContainsKey(id))
            {
                changes.Add(name + "\0" + id);
            }
        }

        changes.Sort(Utf8Order.Instance);
        DuckDbAppender types = _engine.Append("new_type");
        DuckDbAppender members = _engine.Append("new_member");
        foreach (string change in changes)
        {
            int end = change.IndexOf('\0', StringComparison.Ordinal);
            string id = change[(end + 1)..];
            bool isNew = records.TryGetValue(id, out int record);
            types.Number(seq).Text(change[..end]).Text(id).Flag(isNew);
            if (isNew)
            {
                TypeNode shape = rows.Shape(record);
                types.Text(rows.KindOf(record)).Number(shape.Size ?? shape.Target?.Size).Number(shape.Alignment ?? shape.Target?.Alignment)
                    .Flag(rows.IsDeclaration(record)).Text(rows.LineOf(record)).EndRow();
                WriteMembers(members, seq, id, shape.Kind == NodeKind.Typedef && shape.Target is { } target ? target : shape);
            }
            else
            {
                types.Text(null).Number(null).Number(null).Flag(null).Text(null).EndRow();
            }
        }

        types.End();
        members.End();
        return changes.Count;
    }

    private static void WriteMembers(DuckDbAppender members, int seq, string id, TypeNode shape)
    {
        int position = 0;
        foreach (MemberNode member in shape.Members)
        {
            members.Number(seq).Text(id).Number(++position).Text(member.Name).Text(TypeText.Declare(member.Type))
                .Number(member.BitOffset).Number(member.BitSize).Text(null).EndRow();
        }

        foreach (EnumeratorNode enumerator in shape.Enumerators)
        {
            members.Number(seq).Text(id).Number(++position).Text(enumerator.Name).Text(null).Number(null).Number(null).Text(enumerator.Value).EndRow();
        }
    }

    private int WriteFindings(int seq, Snapshot snapshot, FindingRules rules)
    {
        IReadOnlyList<JudgedFinding> findings = _last is null ? [] : rules.Judge(SnapshotComparison.Compare(_last, snapshot, null), []).Findings;
        DuckDbAppender rows = _engine.Append("new_finding");
        foreach (JudgedFinding judged in findings)
        {
            Finding finding = judged.Finding;
            string verdict = judged.Rule is not null ? "approved" : judged.Impact != finding.Impact ? "warned" : "open";
            rows.Number(seq).Text(finding.Fingerprint).Text(finding.Kind.Id).Text(FindingJson.WordOf(finding.Impact)).Text(finding.Subject)
                .Text(finding.Effects[0].Text).Number(finding.Exports.Count).Text(verdict).Text(judged.Rule).EndRow();
        }

        rows.End();
        return findings.Count;
    }

    private void WriteBuild(HistoryBuild build, Snapshot snapshot, int records, string digest)
    {
        DuckDbAppender row = _engine.Append("new_build");
        row.Number(build.Seq).Text(build.Name).Text(snapshot.Release).Text(snapshot.VersionMagic).Text(snapshot.Machine)
            .Text(snapshot.Evidence.ToString()).Number(snapshot.Exports.Count).Number(records).Flag(!snapshot.IsUnversioned).Flag(snapshot.HasPlaces)
            .Text(digest).EndRow();
        row.End();
    }

    // Nobody sees a build before its part of the table of builds is there.
    private void Commit(HistoryBuild build, Snapshot snapshot)
    {
        string? former = LastSnapshot;
        try
        {
            using TemporaryDirectory meanwhile = TemporaryDirectory.Create(
                Path.Combine(_parts.Root, ".adding"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (string table in HistoryParts.Tables)
            {
                _engine.Run($"COPY new_{table} TO '{Path.Combine(meanwhile.Path, table + HistoryParts.Extension)}' {Form}; DELETE FROM new_{table}");
            }

            using (OutputFile file = OutputFile.Create(_parts.SnapshotOf(build), keepsTime: false))
            {
                SnapshotWriter.Write(snapshot, file, SnapshotWriter.QuickLevel);
                file.Commit();
            }

            foreach (string table in HistoryParts.Tables)
            {
                File.Move(Path.Combine(meanwhile.Path, table + HistoryParts.Extension), _parts.PathOf(table, build));
            }

            if (former is not null)
            {
                File.Delete(former);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableFileException(_parts.Root, SystemMessage.Of(e));
        }
    }
}
