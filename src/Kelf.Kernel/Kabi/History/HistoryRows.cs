// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Kabi.Shapes;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Kabi.History;

/// <summary>
/// A snapshot as rows. A record has an identity of 128 bits, the beginning of the SHA-256 of its line, so that equal types of all builds and
/// branches are equal there.
/// </summary>
/// <param name="table">The table of the snapshots that are added.</param>
internal sealed class HistoryRows(RecordTable table)
{
    private const int IdentityBytes = 16;

    private readonly Dictionary<int, string> _identities = [];
    private readonly ShapeReader _shapes = new(table);

    /// <summary>A version as the history has it.</summary>
    public static string? CrcText(uint crc) => crc == 0 ? null : "0x" + crc.ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>The exports, by name.</summary>
    public Dictionary<string, ExportRow> Exports(Snapshot snapshot)
    {
        Dictionary<string, ExportRow> rows = new(StringComparer.Ordinal);
        foreach (VersionRecord export in snapshot.Exports.Values)
        {
            rows.Add(export.Name, new ExportRow(
                CrcText(export.Crc), snapshot.HasPlaces ? export.Module : null, snapshot.HasPlaces ? export.IsGplOnly : null,
                export.Namespace, snapshot.Types is { } types ? RecordOf(types, export.Name) : null));
        }

        return rows;
    }

    /// <summary>The distinct records, by identity.</summary>
    public Dictionary<string, int> Records(Snapshot snapshot)
    {
        Dictionary<string, int> rows = new(StringComparer.Ordinal);
        HashSet<int> seen = [];
        if (snapshot.Types is not { } types)
        {
            return rows;
        }

        foreach (CorpusFile file in types.Files)
        {
            foreach (int record in file.Records)
            {
                if (seen.Add(record))
                {
                    rows[Identity(record)] = record;
                }
            }
        }

        return rows;
    }

    /// <summary>The record's name: <c>s#dev</c>, or an export.</summary>
    public string NameOf(int record) => table.TextOf(table.NameOf(record));

    /// <summary>The record's line.</summary>
    public string LineOf(int record) => Encoding.UTF8.GetString(table.LineOf(record));

    /// <summary>Is the type known by name only?</summary>
    public bool IsDeclaration(int record) => table.IsDeclaration(record);

    /// <summary>The type that a record describes.</summary>
    public TypeNode Shape(int record) => _shapes.Read(record);

    /// <summary>The word for what a record describes.</summary>
    public string KindOf(int record)
    {
        int name = table.NameOf(record);
        ReadOnlySpan<byte> keyword = RecordTable.KeywordOf(table.Words[name][0]);
        return !table.IsType(name) ? Shape(record).Kind == NodeKind.Function ? "function" : "variable"
            : keyword.IsEmpty ? "constant" : Encoding.UTF8.GetString(keyword);
    }

    private string? RecordOf(Corpus types, string name) =>
        table.Words.Find(Encoding.UTF8.GetBytes(name)) is >= 0 and int word && types.Exports.TryGetValue(word, out List<int>? files)
            ? Identity(types.Files[files[0]].Find(word)) : null;

    private string Identity(int record) => _identities.TryGetValue(record, out string? known)
        ? known : _identities[record] = Convert.ToHexStringLower(Sha256.Of(table.LineOf(record)).AsSpan(0, IdentityBytes));
}
