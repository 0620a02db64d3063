// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Relocs;
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.Kernel.Tests.Relocs;

/// <summary>Small images linked by GNU ld, and what the original tools print for them (tests/Fixtures/relocs).</summary>
public sealed class OriginalTests
{
    private static readonly RelocsOptions s_linux73 = new() { Rules = RelocationRules.Linux73 };

    [Theory]
    [InlineData("kernel", "table", RelocationRules.Linux73)]
    [InlineData("kernel", "table-6.12", RelocationRules.Linux612)]
    [InlineData("kernel", "table-6.12", RelocationRules.Linux61)]
    [InlineData("percpu", "table-6.12", RelocationRules.Linux612)]
    [InlineData("percpu", "table-6.12", RelocationRules.Linux61)]
    [InlineData("i386", "table", RelocationRules.Linux73)]
    [InlineData("i386", "table-6.12", RelocationRules.Linux612)]
    [InlineData("i386", "table-6.12", RelocationRules.Linux61)]
    public void Tables(string fixture, string expected, RelocationRules rules)
    {
        using TestImage image = TestImage.Of(fixture);
        Assert.Equal(TestImage.Bytes($"{fixture}/{expected}"), image.Table(rules).ToBytes());
    }

    [Fact]
    public void The_table_of_the_kernel_lists_places_by_what_is_done_there()
    {
        using TestImage image = TestImage.Of("kernel");
        RelocationTable table = image.Table();
        Assert.Equal([PlaceKind.Add64, PlaceKind.Add32], table.Lists.Select(list => list.Kind));
        Assert.Equal([0x81000030, 0x81000038, 0x81001008, 0x81001010], table.Lists[0].Places);
        Assert.Equal([0x81000008, 0x8100001c], table.Lists[1].Places);
    }

    [Fact]
    public void Real_mode_tables_have_lengths()
    {
        using TestImage image = TestImage.Of("realmode");
        RelocationTable table = image.Table(realMode: true);
        Assert.Equal(TestImage.Bytes("realmode/realmode"), table.ToBytes());
        Assert.Equal([PlaceKind.Segment16, PlaceKind.Linear32], table.Lists.Select(list => list.Kind));
    }

    [Theory]
    [InlineData("kernel")]
    [InlineData("i386")]
    public void Tables_as_text(string fixture)
    {
        using TestImage image = TestImage.Of(fixture);
        Assert.Equal(TestImage.Text($"{fixture}/text"), TestImage.Written(image.Table().WriteText));
    }

    [Theory]
    [InlineData("kernel")]
    [InlineData("absolute")]
    [InlineData("percpu")]
    [InlineData("i386")]
    [InlineData("realmode")]
    public void Reports(string fixture)
    {
        using TestImage image = TestImage.Of(fixture);
        Assert.Equal(
            TestImage.Text($"{fixture}/abs-syms"),
            TestImage.Written(output => RelocsReports.WriteAbsoluteSymbols(image.Image, output)));
        Assert.Equal(
            TestImage.Text($"{fixture}/abs-relocs"),
            TestImage.Written(output => RelocsReports.WriteAbsoluteRelocations(image.Image, s_linux73, output)));
        Assert.Equal(
            TestImage.Text($"{fixture}/reloc-info"),
            TestImage.Written(output => RelocsReports.WriteRelocations(image.Image, s_linux73, output)));
    }

    [Fact]
    public void The_number_of_absolute_relocations_is_known()
    {
        using TestImage kernel = TestImage.Of("kernel");
        using TestImage absolute = TestImage.Of("absolute");
        Assert.Equal("", TestImage.Text("kernel/abs-relocs"));
        Assert.Contains("tag_value", TestImage.Text("absolute/abs-relocs"), StringComparison.Ordinal);
        Shared.NullSink sink = new();
        Assert.Equal(0, RelocsReports.WriteAbsoluteRelocations(kernel.Image, s_linux73, sink));
        Assert.Equal(1, RelocsReports.WriteAbsoluteRelocations(absolute.Image, s_linux73, sink));
    }

    // The original's words are in the `.error` beside the image; ours say where, too.
    [Theory]
    [InlineData("absolute", RelocationRules.Linux73, false,
        "vmlinux: .rela.text+0x30: invalid absolute R_X86_64_32 relocation: tag_value")]
    [InlineData("absolute", RelocationRules.Linux612, false,
        "vmlinux: .rela.text+0x30: invalid absolute R_X86_64_32 relocation: tag_value")]
    [InlineData("percpu", RelocationRules.Linux73, false,
        "vmlinux: .rela.text+0x30: invalid absolute R_X86_64_32S relocation: init_per_cpu__pcpu_a")]
    [InlineData("realmode", RelocationRules.Linux73, false,
        "vmlinux: .rel.text+0x0: unsupported relocation type: R_386_16 (20)")]
    [InlineData("i386", RelocationRules.Linux73, true,
        "vmlinux: .rel.text+0x10: invalid absolute R_386_32 relocation: VDSO_x")]
    public void What_the_original_refuses_is_refused(string fixture, RelocationRules rules, bool realMode, string message)
    {
        using TestImage image = TestImage.Of(fixture);
        Exception error = Assert.Throws<MalformedFileException>(() => image.Table(rules, realMode));
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("mips", ByteOrder.Big)]
    [InlineData("mipsel", ByteOrder.Little)]
    public void Mips(string fixture, ByteOrder order)
    {
        using TestImage image = TestImage.Of(fixture);
        Assert.Equal(order, image.Image.Elf.ByteOrder);
        IReadOnlyList<uint> words = MipsRelocs.FindWords(image.Image, s_linux73);
        Assert.Equal([0x05000000, 0x04000002, 0x02000018, 0], words);
        Assert.Equal(TestImage.Bytes($"{fixture}/bin"), MipsRelocs.ToBytes(image.Image, words));
        Assert.Equal(TestImage.Text($"{fixture}/text"), TestImage.Written(output => MipsRelocs.WriteText(words, output)));
        Assert.Equal(
            TestImage.Text($"{fixture}/reloc-info"),
            TestImage.Written(output => MipsRelocs.WriteRelocations(image.Image, s_linux73, output)));
    }

    [Fact]
    public void Before_7_3_mips_moved_the_exception_table_too()
    {
        using TestImage image = TestImage.Of("mips");
        RelocsOptions options = new() { Rules = RelocationRules.Linux612 };
        Assert.Equal(
            [0x05000000, 0x04000002, 0x02000018, 0x0200001c, 0x0200001d, 0],
            MipsRelocs.FindWords(image.Image, options));
    }

    [Fact]
    public void S390()
    {
        using TestImage image = TestImage.Of("s390");
        IReadOnlyList<uint> places = S390Relocs.FindPlaces(image.Image, s_linux73);
        Assert.Equal([0x100010, 0x100018], places);
        Assert.Equal(TestImage.Text("s390/table"), TestImage.Written(output => S390Relocs.WriteText(places, output)));
        Assert.Equal(TestImage.Text("s390/table"), Encoding.ASCII.GetString(KernelTable.Make(image.Image, s_linux73).Bytes));
    }
}
