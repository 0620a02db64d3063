// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Output;
using Kelf.Kernel.Kabi.Rules;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Fuzz.Targets;

/// <summary>
/// Whatever the bytes are, they are symtypes, <c>Module.symvers</c>, a snapshot and rules, or these are refused; and what was read is compared with
/// what the seed says, reported, and written as a snapshot that is read again.
/// </summary>
public sealed class KabiTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "kabi";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [];

    /// <inheritdoc/>
    public bool Refuses(Exception error) => error is MalformedTextException or MalformedFileException or RefusedException;

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        RecordTable table = new();
        FindingRules rules = Try(() => FindingRules.Parse(image.Span(), "rules")) ?? FindingRules.None;
        Snapshot? old = Read(Region.Of(seed.Bytes, new ByteSource("seed")), table);
        Snapshot? mutant = Read(image, table);
        if (old is null || mutant is null)
        {
            throw new RefusedException("mutant", "it is none of these");
        }

        JudgedComparison judged = rules.Judge(SnapshotComparison.Compare(old, mutant, null), []);
        _ = FindingText.Full(judged, int.MaxValue).Length + FindingMarkdown.Write(judged).Length + FindingJUnit.Write(judged).Length
            + FindingHtml.Write(judged).Length;
        ExportExplanation explanation = new(SnapshotComparison.Compare(old, mutant, null));
        foreach (string name in mutant.Exports.Keys.Take(8))
        {
            _ = explanation.Of(name);
            _ = TypeView.Show(mutant, name);
        }

        Repeat(mutant);
    }

    private static Snapshot? Read(Region bytes, RecordTable table)
    {
        SnapshotParts parts = new(table);
        bool isRead = Try(() =>
        {
            if (SnapshotFile.IsSnapshot(bytes))
            {
                SnapshotFile.Read(bytes, parts);
            }
            else if (bytes.Length > 2 && bytes.Span(0, 2).SequenceEqual("0x"u8))
            {
                parts.Add(VersionReader.Parse(bytes.Span(), "symvers").Values);
            }
            else
            {
                parts.Add(new CorpusReader(table).Read(bytes.Span(), "symtypes"));
            }

            return parts;
        }) is not null;
        return isRead ? Try(() => parts.Build("kernel")) : null;
    }

    // What is written is what is read.
    private static void Repeat(Snapshot snapshot)
    {
        ByteBuilder bytes = new();
        SnapshotWriter.Write(snapshot, bytes);
        SnapshotParts parts = new(new RecordTable());
        SnapshotFile.Read(Region.Of(bytes.Bytes.ToArray(), new ByteSource("snapshot")), parts);
        if (parts.Build("kernel").Exports.Count != snapshot.Exports.Count)
        {
            throw new InvalidOperationException("a snapshot is not what was written");
        }
    }

    private static T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (KelfException exception) when (exception is MalformedTextException or MalformedFileException or RefusedException)
        {
            return null;
        }
    }
}
