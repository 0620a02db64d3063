// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

using Kelf.Archives.Streams;
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Kabi.Snapshots;

/// <summary>Writes snapshots: see <see cref="SnapshotFile"/>. The same snapshot gives the same bytes; no time, host or path is in them.</summary>
public static class SnapshotWriter
{
    // 512 KB in place of 761 KB at level 3, for a kernel of 13,112 exports: a snapshot is written once.
    private const int Level = 19;

    /// <summary>How hard one is compressed that stays for a while only.</summary>
    public const int QuickLevel = 3;

    /// <summary>Writes a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="level">How hard it is compressed, from 1 to 22.</param>
    /// <exception cref="MissingLibraryException">libzstd is not installed.</exception>
    public static void Write(Snapshot snapshot, IByteSink output, int level = Level)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(output);
        (string Name, byte[] Bytes)[] sections = [(SnapshotFile.Meta, MetaOf(snapshot)), .. Contents(snapshot)];
        ByteBuilder header = new();
        header.Write(SnapshotFile.Magic);
        header.Write([SnapshotFile.Version]);
        WriteNumber(header, (ulong)sections.Length);
        byte[][] frames = Array.ConvertAll(sections, section =>
            section.Bytes.Length == 0 ? [] : ZstdEncoder.Encode(section.Bytes, level, new ByteSource("snapshot")));
        foreach (((string name, byte[] bytes), byte[] frame) in sections.Zip(frames))
        {
            WriteText(header, name);
            WriteNumber(header, (ulong)frame.Length);
            WriteNumber(header, (ulong)bytes.Length);
            header.Write(Sha256.Of(bytes));
        }

        output.Write(header.Bytes);
        foreach (byte[] frame in frames)
        {
            output.Write(frame);
        }
    }

    /// <summary>The SHA-256 of what it says of the kernel, whatever it was read from, in hexadecimal digits.</summary>
    public static string Digest(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ByteBuilder digests = new();
        foreach ((_, byte[] bytes) in Contents(snapshot))
        {
            digests.Write(Sha256.Of(bytes));
        }

        return Sha256.Text(digests.Bytes);
    }

    private static (string Name, byte[] Bytes)[] Contents(Snapshot snapshot)
    {
        ByteBuilder records = new(), files = new();
        if (snapshot.Types is { } types)
        {
            WriteTypes(types, records, files);
        }

        return
        [
            (SnapshotFile.Exports, ExportsOf(snapshot)), (SnapshotFile.Records, records.Bytes.ToArray()), (SnapshotFile.Files, files.Bytes.ToArray()),
        ];
    }

    private static byte[] MetaOf(Snapshot snapshot)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kinds", snapshot.Kinds);
            json.WriteString("evidence", snapshot.Evidence.ToString());
            foreach ((string property, string? value) in new[]
                { ("release", snapshot.Release), ("vermagic", snapshot.VersionMagic), ("machine", snapshot.Machine) })
            {
                if (value is not null)
                {
                    json.WriteString(property, value);
                }
            }

            json.WriteBoolean("hasPlaces", snapshot.HasPlaces);
            json.WriteBoolean("hasVersions", snapshot.HasVersions);
            json.WriteNumber("exports", snapshot.Exports.Count);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] ExportsOf(Snapshot snapshot)
    {
        ByteBuilder section = new();
        Span<byte> crc = stackalloc byte[sizeof(uint)];
        foreach (VersionRecord export in snapshot.Exports.Values.OrderBy(export => export.Name, Utf8Order.Instance))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(crc, export.Crc);
            WriteText(section, export.Name);
            section.Write(crc);
            section.Write([export.IsGplOnly ? (byte)1 : (byte)0]);
            WriteText(section, export.Module);
            WriteText(section, export.Namespace);
        }

        return section.Bytes.ToArray();
    }

    private static void WriteTypes(Corpus types, ByteBuilder lines, ByteBuilder files)
    {
        RecordTable table = types.Table;
        bool[] isUsed = new bool[table.Count];
        foreach (CorpusFile file in types.Files)
        {
            foreach (int record in file.Records)
            {
                isUsed[record] = true;
            }
        }

        int[] sorted = [.. Enumerable.Range(0, table.Count).Where(record => isUsed[record])];
        Array.Sort(sorted, (a, b) => table.LineOf(a).SequenceCompareTo(table.LineOf(b)));
        int[] numbers = new int[table.Count];
        for (int i = 0; i < sorted.Length; i++)
        {
            numbers[sorted[i]] = i;
            lines.Write(table.LineOf(sorted[i]));
            lines.Write("\n"u8);
        }

        foreach (CorpusFile file in types.Files)
        {
            int[] own = Array.ConvertAll(file.Records.ToArray(), record => numbers[record]);
            Array.Sort(own);
            WriteText(files, file.Path);
            WriteNumber(files, (ulong)own.Length);
            int before = 0;
            foreach (int number in own)
            {
                WriteNumber(files, (ulong)(number - before));
                before = number;
            }
        }
    }

    private static void WriteText(ByteBuilder output, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        WriteNumber(output, (ulong)bytes.Length);
        output.Write(bytes);
    }

    private static void WriteNumber(ByteBuilder output, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            output.Write([(byte)(number | 0x80)]);
        }

        output.Write([(byte)number]);
    }
}
