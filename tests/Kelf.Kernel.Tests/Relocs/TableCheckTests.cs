// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.Kernel.Relocs;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Split;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Relocs;

/// <summary>Whether a table belongs to an image, and whether an earlier link's table may serve.</summary>
public sealed class TableCheckTests
{
    private static readonly RelocsOptions s_linux73 = new() { Rules = RelocationRules.Linux73 };
    private static readonly RelocsOptions s_linux612 = new() { Rules = RelocationRules.Linux612 };

    [Fact]
    public void An_image_with_relocations_has_one_table()
    {
        using TestImage image = TestImage.Of("kernel");
        RelocationTable own = image.Table();
        Assert.Empty(TableCheck.Check(own, image.Image, s_linux73));
        Assert.Equal(
            ["Add64: of 4 places of the image 1 are missing, and 2 are not its own"],
            TableCheck.Check(
                new([new(PlaceKind.Add64, [5, 6, .. own.Lists[0].Places.Skip(1)]), own.Lists[1]], false), image.Image, s_linux73));
        Assert.Equal(
            ["the table has 3 lists, and that of the image's relocations 2"],
            TableCheck.Check(image.Table(RelocationRules.Linux612), image.Image, s_linux73));
        Assert.Empty(TableCheck.Check(image.Table(RelocationRules.Linux612), image.Image, s_linux612));
        Assert.Equal(
            ["the table has 1 lists, and the image 64 bits"],
            TableCheck.Check(new([own.Lists[0]], false), image.Image, s_linux73));
    }

    [Fact]
    public void Without_relocations_the_places_hold_addresses()
    {
        using TestImage image = TestImage.From(Stripped().Build());
        Assert.Empty(Check(image, [0x81000010, 0x81000018, 0x81000020], [0x81000030]));
        Assert.Equal(
            ["place 0xffffffff81000028 (.text) holds 0x4142434445464748, which is no address of the image"],
            Check(image, [0x81000028], []));
        Assert.Equal(["place 0xffffffff82000000 is not in a loaded section"], Check(image, [0x82000000], []));
        Assert.Equal(["place 0xffffffff810000fd is not in a loaded section"], Check(image, [0x810000fd], []));
        Assert.Equal(["place 0xffffffff81000010 stands twice in the table"], Check(image, [0x81000010, 0x81000010], []));
        Assert.Equal(10, Check(image, [.. Enumerable.Range(0, 100).Select(i => 0x90000000 + (uint)i)], []).Count);
    }

    [Fact]
    public void Per_cpu_data_that_is_linked_at_0_is_where_it_is_loaded()
    {
        using TestImage linked = TestImage.Of("percpu");
        using TestImage stripped = TestImage.From(TestImage.Bytes("percpu/objcopy"));
        RelocationTable table = linked.Table(RelocationRules.Linux612);
        Assert.Contains(table.Lists[0].Places, place => place >= 0x81001000);
        Assert.Empty(TableCheck.Check(table, stripped.Image, s_linux612));
        RelocationTable wrong = table with { Lists = [new(PlaceKind.Add64, [0x81002000]), .. table.Lists.Skip(1)] };
        Assert.Equal(
            ["place 0xffffffff81002000 is not in a loaded section"], TableCheck.Check(wrong, stripped.Image, s_linux612));
    }

    /// <summary>Of Linux 6.12 the build leaves relocations of sections whose names have no dot.</summary>
    [Fact]
    public void Left_overs_are_no_relocations()
    {
        KernelSketch stripped = WithLeftOver();
        Assert.Equal(
            "no relocations were kept: link it with --emit-relocs, or give the image that was not stripped "
            + "(--allow-empty makes an empty table)",
            stripped.Refusal(RelocationRules.Linux612));
        using TestImage image = TestImage.From(stripped.Elf.Build());
        RelocationTable table = new(
            [new(PlaceKind.Add64, [0x81000010]), new(PlaceKind.Subtract32, []), new(PlaceKind.Add32, [])], false);
        Assert.Empty(TableCheck.Check(table, image.Image, s_linux612));
        Assert.True(SplitTool.Plan(image.Image, new SplitOptions { Rules = RelocationRules.Linux612 }).IsSplit);
        Assert.False(SplitTool.Plan(image.Image, new SplitOptions { Rules = RelocationRules.Linux73 }).IsSplit);
        using TestImage linked = TestImage.From(WithLeftOver().Relocate(1, "own").Elf.Build());
        Assert.Equal(1, linked.Table(RelocationRules.Linux612).Count);
        Assert.False(SplitTool.Plan(linked.Image, new SplitOptions { Rules = RelocationRules.Linux612 }).IsSplit);
    }

    [Fact]
    public void Mips_without_relocations_has_no_table()
    {
        ElfBuilder elf = new ElfBuilder(ElfClass.Elf32, ByteOrder.Big, ElfMachine.Mips, ElfType.Executable)
            .Section(".text", new byte[16], flags: ElfSectionFlags.Allocated).Symbol("own", ".text");
        using TestImage image = TestImage.From(elf.Build());
        Assert.StartsWith(
            "vmlinux: no relocations were kept",
            Assert.Throws<RefusedException>(() => MipsRelocs.FindWords(image.Image, s_linux73)).Message,
            StringComparison.Ordinal);
        Assert.Empty(MipsRelocs.FindWords(image.Image, s_linux73 with { AllowEmpty = true }));
    }

    [Fact]
    public void A_table_of_the_same_objects_may_serve()
    {
        using TestImage earlier = TestImage.From(Linked().Build());
        using TestImage final = TestImage.From(Stripped().Build());
        Assert.Equal(earlier.Table().ToBytes(), EarlierLink.MakeTable(earlier.Image, final.Image, s_linux73).ToBytes());
    }

    [Fact]
    public void Other_addresses_are_another_kernel()
    {
        using TestImage earlier = TestImage.From(Linked().Build());
        Assert.Equal(
            "final: it has .text of 0x100 bytes at 0xffffffff81001000 where vmlinux has .text of 0x100 bytes at 0xffffffff81000000: "
                + "its relocations do not fit; link once more, keeping relocations (--emit-relocs)",
            Refusal(earlier, Stripped().With(".text", header => header with { Address = header.Address + 0x1000 })));
        Assert.Equal(
            "final: it has .more of 0x8 bytes at 0xffffffff81002000 where vmlinux has no section: "
                + "its relocations do not fit; link once more, keeping relocations (--emit-relocs)",
            Refusal(earlier, Stripped().Section(".more", new byte[8], flags: ElfSectionFlags.Allocated)
                .With(".more", header => header with { Address = 0xffffffff81002000 })));
    }

    [Fact]
    public void Other_values_at_the_places_are_another_kernel()
    {
        using TestImage earlier = TestImage.From(Linked().Build());
        Assert.Equal(
            "final: the place 0xffffffff81000010 (.text) does not hold what it holds in vmlinux: the two were not linked from the "
                + "same objects; link once more, keeping relocations (--emit-relocs)",
            Refusal(earlier, Stripped(first: 0xffffffff81000081)));
    }

    [Fact]
    public void Sorttable_may_have_sorted_the_traced_functions()
    {
        using TestImage earlier = TestImage.From(Linked().Build());
        Traced(Stripped(first: 0), 0x10, 0x18, out byte[] zeroed);
        Traced(Stripped(first: 0xffffffff81000090), 0x10, 0x18, out byte[] moved);
        Traced(Stripped(first: 0x1234567812345678), 0x10, 0x18, out byte[] wrong);
        foreach (byte[] bytes in new[] { zeroed, moved })
        {
            using TestImage final = TestImage.From(bytes);
            Assert.Equal(4, EarlierLink.MakeTable(earlier.Image, final.Image, s_linux73).Count);
        }

        using TestImage other = TestImage.From(wrong);
        Assert.Throws<RefusedException>(() => EarlierLink.MakeTable(earlier.Image, other.Image, s_linux73));
    }

    private static KernelSketch WithLeftOver()
    {
        KernelSketch kernel = new();
        kernel.Elf.Section("runtime_shift_x", new byte[8], flags: ElfSectionFlags.Allocated)
            .With("runtime_shift_x", header => header with { Address = KernelSketch.Start64 + 0x1000 })
            .Relocate("runtime_shift_x", KernelSketch.Start64 + 0x1000, 2, "own");
        return kernel;
    }

    private static void Traced(ElfBuilder elf, ulong start, ulong end, out byte[] bytes) => bytes = elf
        .Symbol("__start_mcount_loc", ".text", KernelSketch.Start64 + start)
        .Symbol("__stop_mcount_loc", ".text", KernelSketch.Start64 + end)
        .Build();

    private static string Refusal(TestImage earlier, ElfBuilder final)
    {
        using NativeBuffer buffer = final.BuildInMemory("final");
        RelocatableImage image = RelocatableImage.Open(ElfFile.Parse(buffer.Contents));
        return Assert.Throws<RefusedException>(() => EarlierLink.MakeTable(earlier.Image, image, s_linux73)).Message;
    }

    private static IReadOnlyList<string> Check(TestImage image, uint[] add64, uint[] add32) => TableCheck.Check(
        new([new(PlaceKind.Add64, add64), new(PlaceKind.Add32, add32)], false), image.Image, s_linux73);

    // Relocations at 10, 18, 20 (64 bits) and 30 (32 bits), and no address at 28.
    private static ElfBuilder Linked()
    {
        KernelSketch kernel = new KernelSketch().Relocate(1, "own").Relocate(1, "own", 0x18).Relocate(1, "own", 0x20)
            .Relocate(11, "own", 0x30);
        return Fill(kernel.Elf, 0xffffffff81000080);
    }

    private static ElfBuilder Stripped(ulong first = 0xffffffff81000080) => Fill(new KernelSketch().Elf, first);

    private static ElfBuilder Fill(ElfBuilder elf, ulong first)
    {
        byte[] text = elf.ContentsOf(".text");
        BinaryPrimitives.WriteUInt64LittleEndian(text.AsSpan(0x10), first);
        BinaryPrimitives.WriteUInt64LittleEndian(text.AsSpan(0x18), 0);
        BinaryPrimitives.WriteUInt64LittleEndian(text.AsSpan(0x20), 0xffffffff81000040);
        BinaryPrimitives.WriteUInt64LittleEndian(text.AsSpan(0x28), 0x4142434445464748);
        BinaryPrimitives.WriteUInt32LittleEndian(text.AsSpan(0x30), 0x81000040);
        return elf;
    }
}
