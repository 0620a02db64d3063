// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

/// <summary>The reader of linked tables at the edges of what a kernel can hold.</summary>
public sealed class NameDecoderTests
{
    [Fact]
    public void Names_of_all_lengths_and_many_markers_are_read()
    {
        // With its letter a name of 126 takes a length of one byte, that of 127 one of two; 511 fill the kernel's buffer.
        string[] names =
        [
            .. Enumerable.Range(0, 600).Select(i => string.Create(CultureInfo.InvariantCulture, $"f{i}")),
            new('a', 125), new('b', 126), new('c', 127), new('d', 128), new('e', 255), new('g', 510), new('h', 511),
        ];
        DecodedTable table = Decode(new KallsymsImage { Functions = [.. names.Select((name, i) => (name, ((ulong)i / 4) + 1))] });
        string[] read = [.. Enumerable.Range(0, table.Count).Select(i => Encoding.ASCII.GetString(table.TextOf(i))[1..])];
        Assert.Equal(names, read.Where(names.Contains));
    }

    [Fact]
    public void A_longer_name_is_refused() => Assert.Contains(
        "is longer than 512 bytes",
        Assert.Throws<MalformedFileException>(
            () => Decode(new KallsymsImage { Functions = [("f", 0x10), (new string('x', 512), 0x20)] })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(172, "entry 13 has no name")]
    [InlineData(173, "173 entries cannot be: the names have 172 bytes")]
    public void There_are_no_more_entries_than_bytes(byte count, string message)
    {
        KallsymsImage image = new()
        {
            Damage = (table, bytes) =>
            {
                if (table == "kallsyms_num_syms")
                {
                    bytes[0] = count;
                }
            },
        };
        Assert.EndsWith(message, Assert.Throws<MalformedFileException>(() => Decode(image)).Message, StringComparison.Ordinal);
    }

    private static DecodedTable Decode(KallsymsImage image)
    {
        using NativeBuffer file = image.ToElf().BuildInMemory();
        return TableVerifier.Decode(ElfFile.Parse(file.Contents));
    }
}
