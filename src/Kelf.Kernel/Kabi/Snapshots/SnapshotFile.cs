// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.Json;

using Kelf.Archives.Streams;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Kabi.Snapshots;

/// <summary>
/// Reads snapshots. A file has a magic, a version, a table of sections (name, sizes, SHA-256), and then each section as a Zstandard frame of
/// its own. Integers are little-endian base-128 (ULEB128). docs/kabi.md has the format.
/// </summary>
internal static class SnapshotFile
{
    /// <summary>What a file begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "KELFKABI"u8;

    /// <summary>The version of the format.</summary>
    public const byte Version = 1;

    /// <summary>Names of the sections.</summary>
    public static IReadOnlyList<string> Names { get; } = [Meta, Exports, Records, Files];

    /// <summary>JSON: what the snapshot was read from, its release, how much it knows.</summary>
    public const string Meta = "meta";

    /// <summary>The exports, in ascending order of names.</summary>
    public const string Exports = "exports";

    /// <summary>The distinct records, lines in ascending order.</summary>
    public const string Records = "records";

    /// <summary>The files, with the numbers of their records in ascending order.</summary>
    public const string Files = "files";

    /// <summary>Is it such a file?</summary>
    public static bool IsSnapshot(Region file) => file.Length > Magic.Length && file.Span(0, Magic.Length).SequenceEqual(Magic);

    /// <summary>Reads a file.</summary>
    /// <exception cref="MalformedFileException">It is malformed, or of a later version.</exception>
    public static void Read(Region file, SnapshotParts parts)
    {
        Cursor header = file.Read(ByteOrder.Little);
        header.Skip((ulong)Magic.Length);
        if (header.U8() is var version && version != Version)
        {
            throw header.Malformed($"the snapshot is of version {version}, and this program reads version {Version}");
        }

        DecompressionBudget budget = DecompressionLimit.Standard.For(file.Length);
        (string Name, ulong Length, ulong Size, byte[] Digest)[] table = ReadTable(ref header);
        ulong at = (ulong)header.Position;
        Evidence evidence = Evidence.Versions;
        bool hasPlaces = true;
        List<int> records = [];
        foreach ((string name, ulong length, ulong size, byte[] digest) in table)
        {
            Region frame = file.Slice(at, length);
            at += length;
            // What a later program has added is passed over.
            if (!Names.Contains(name))
            {
                continue;
            }

            using GrowingBuffer section = Inflate(frame, name, size, digest, budget);
            switch (name)
            {
                case Meta:
                    ReadMeta(section.Contents, parts, out evidence, out hasPlaces);
                    break;
                case Exports:
                    ReadExports(section.Contents, parts, hasPlaces);
                    break;
                case Records:
                    records = ReadRecords(section.Contents, parts.Table);
                    break;
                default:
                    ReadFiles(section.Contents, records, parts);
                    break;
            }
        }

        parts.Note("snapshot", evidence);
    }

    private static (string Name, ulong Length, ulong Size, byte[] Digest)[] ReadTable(ref Cursor header)
    {
        ulong count = header.Uleb128();
        if (count != (ulong)Names.Count)
        {
            throw header.Malformed($"{count} sections, where a snapshot of this version has {Names.Count}");
        }

        (string, ulong, ulong, byte[])[] table = new (string, ulong, ulong, byte[])[count];
        for (int i = 0; i < table.Length; i++)
        {
            string name = Text(ref header);
            table[i] = (name, header.Uleb128(), header.Uleb128(), header.Bytes(Sha256.Size).ToArray());
            if (name != Names[i])
            {
                throw header.Malformed($"section '{name}' stands where '{Names[i]}' is wanted");
            }
        }

        return table;
    }

    private static GrowingBuffer Inflate(Region frame, string name, ulong size, byte[] digest, DecompressionBudget budget)
    {
        GrowingBuffer section = new(frame.Source.InSection(name), (long)Math.Min(size, int.MaxValue), budget);
        if (size > 0 && StreamDecoder.Decode(frame, StreamFormat.Zstd, section) is { Status: not DecodeStatus.Done } result)
        {
            throw frame.Malformed(0, result.Status == DecodeStatus.LimitReached ? budget.Exceeded : $"section '{name}' is damaged");
        }

        return (ulong)section.Length == size && Sha256.Of(section.Contents.Span()).AsSpan().SequenceEqual(digest)
            ? section
            : throw frame.Malformed(0, $"section '{name}' is not what was written");
    }

    private static void ReadMeta(Region section, SnapshotParts parts, out Evidence evidence, out bool hasPlaces)
    {
        try
        {
            Dictionary<string, string> meta = ReadObject(section.Span());
            evidence = Enum.Parse<Evidence>(meta["evidence"]);
            hasPlaces = meta["hasPlaces"] == bool.TrueString;
            parts.HasVersions = meta["hasVersions"] == bool.TrueString;
            parts.Release ??= meta.GetValueOrDefault("release");
            parts.VersionMagic ??= meta.GetValueOrDefault("vermagic");
            parts.Machine ??= meta.GetValueOrDefault("machine");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw section.Malformed(0, "the description of the snapshot is damaged");
        }
    }

    // The values of one object, as texts; what is in others is of a later version.
    private static Dictionary<string, string> ReadObject(ReadOnlySpan<byte> json)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        Utf8JsonReader reader = new(json);
        string property = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                property = reader.GetString()!;
            }
            else if (reader.CurrentDepth == 1 && reader.TokenType is JsonTokenType.String)
            {
                values[property] = reader.GetString()!;
            }
            else if (reader.CurrentDepth == 1 && reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            {
                values[property] = reader.GetBoolean().ToString();
            }
        }

        return values;
    }

    private static void ReadExports(Region section, SnapshotParts parts, bool hasPlaces)
    {
        List<VersionRecord> exports = [];
        Cursor cursor = section.Read(ByteOrder.Little);
        while (!cursor.AtEnd)
        {
            string name = Text(ref cursor);
            uint crc = cursor.U32();
            bool isGplOnly = cursor.U8() != 0;
            exports.Add(new VersionRecord(name, crc, Text(ref cursor), isGplOnly, Text(ref cursor)));
        }

        parts.Add(exports, hasPlaces);
    }

    private static List<int> ReadRecords(Region section, RecordTable table)
    {
        List<int> records = [];
        Utf8Lines lines = new(section.Span(), section.Source.File);
        while (lines.Next())
        {
            records.Add(table.Add(lines.Line) is >= 0 and int record ? record : throw lines.Wrong("Expected a record name"));
        }

        return records;
    }

    private static void ReadFiles(Region section, List<int> records, SnapshotParts parts)
    {
        Cursor cursor = section.Read(ByteOrder.Little);
        while (!cursor.AtEnd)
        {
            string path = Text(ref cursor);
            ulong count = cursor.Uleb128();
            if (count > (ulong)cursor.Remaining)
            {
                throw cursor.Malformed($"'{path}' has {count} records, more than there are bytes");
            }

            (int Record, int Line)[] own = new (int, int)[count];
            HashSet<int> names = new((int)count);
            ulong number = 0;
            for (int i = 0; i < own.Length; i++)
            {
                number += cursor.Uleb128();
                if (number >= (ulong)records.Count || !names.Add(parts.Table.NameOf(records[(int)number])))
                {
                    throw cursor.Malformed($"'{path}' has a record that is not there, or two of one name");
                }

                own[i] = (records[(int)number], 0);
            }

            parts.Add(new CorpusFile(path, section.Source.File, parts.Table, own));
        }
    }

    private static string Text(ref Cursor cursor)
    {
        ulong length = cursor.Uleb128();
        return length <= (ulong)cursor.Remaining
            ? Encoding.UTF8.GetString(cursor.Bytes((int)length))
            : throw cursor.Malformed($"a text of {length} bytes is longer than what is left");
    }
}
