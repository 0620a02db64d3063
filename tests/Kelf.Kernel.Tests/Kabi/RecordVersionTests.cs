// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>Versions from records, and snapshots that are written and read again.</summary>
public sealed class RecordVersionTests
{
    private const string Genksyms = """
        t#u32 typedef unsigned int u32 
        s#ring struct ring { t#u32 head ; s#ring * next ; } 
        ring_push int ring_push ( s#ring * , t#u32 ) 
        """;

    private const string Gendwarfksyms = """
        ring_push subprogram ( formal_parameter pointer_type { s#ring } byte_size(8) r , formal_parameter t#u32 v ) -> base_type int byte_size(4) encoding(5)
        s#ring structure_type ring { member t#u32 head data_member_location(0) , member pointer_type { s#ring } byte_size(8) next data_member_location(8) } byte_size(16)
        t#u32 typedef_type u32 { base_type unsigned int byte_size(4) encoding(7) }
        """;

    // Both generators were run on that source: struct ring { u32 head; struct ring *next; }; int ring_push(struct ring *r, u32 v).
    [Theory]
    [InlineData(Genksyms, 0xebc37715)]
    [InlineData(Gendwarfksyms, 0xe796a1d8)]
    public void They_are_those_of_the_generator(string symtypes, uint version)
    {
        Snapshot kernel = new Kernels().Of(symtypes);
        Assert.Equal(version, kernel.Exports["ring_push"].Crc);
        Assert.False(kernel.HasVersions);
    }

    [Theory]
    [InlineData(Genksyms, 0xebc37715)]
    [InlineData(Gendwarfksyms, 0xe796a1d8)]
    public void The_text_of_a_version_has_its_pieces(string symtypes, uint version)
    {
        Corpus corpus = new Kernels().Of(symtypes).Types!;
        ByteBuilder text = new();
        int export = corpus.Table.Words.Find("ring_push"u8);
        RecordVersions.Expand(corpus, corpus.Files[0], export, (_, piece) => text.Write(piece));
        Assert.Equal(version, ObjectFiles.Hashes.Crc32.Append(0, text.Bytes));
    }

    [Theory]
    [InlineData(Genksyms, null)]
    [InlineData(Gendwarfksyms, "0x5 ring_push lib/ring EXPORT_SYMBOL_GPL RING\n0x6 other vmlinux EXPORT_SYMBOL\n")]
    [InlineData(null, "0x6 other vmlinux EXPORT_SYMBOL\n")]
    public void A_snapshot_is_read_as_it_was_written(string? symtypes, string? symvers)
    {
        Snapshot before = new Kernels().Of(symtypes, symvers);
        byte[] file = Written(before);
        SnapshotParts parts = new(new RecordTable());
        SnapshotFile.Read(Region.Of(file, new ByteSource("file")), parts);
        Snapshot after = parts.Build("file");
        Assert.Equal((before.Evidence, before.HasPlaces, before.HasVersions), (after.Evidence, after.HasPlaces, after.HasVersions));
        Assert.Equal(before.Exports.Values.OrderBy(export => export.Name), after.Exports.Values.OrderBy(export => export.Name));
        Assert.Equal(Text(before), Text(after));
        Assert.Equal(file, Written(after with { Kinds = before.Kinds }));
    }

    [Fact]
    public void A_damaged_snapshot_is_refused_wherever_the_damage_is()
    {
        byte[] file = Written(new Kernels().Of(Gendwarfksyms));
        for (int at = 8; at < file.Length; at++)
        {
            byte[] damaged = [.. file];
            damaged[at] ^= 0x55;
            Assert.ThrowsAny<KelfException>(() => SnapshotFile.Read(Region.Of(damaged, new ByteSource("file")), new SnapshotParts(new RecordTable())));
        }
    }

    private static byte[] Written(Snapshot snapshot)
    {
        ByteBuilder bytes = new();
        SnapshotWriter.Write(snapshot, bytes);
        return bytes.Bytes.ToArray();
    }

    private static string Text(Snapshot snapshot)
    {
        ByteBuilder text = new();
        if (snapshot.Types is { } types)
        {
            new CorpusWriter(types).WriteConsolidated(text);
        }

        return Encoding.UTF8.GetString(text.Bytes);
    }
}
