// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Split;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Split;

/// <summary>Sections that have a size, but take no room: SHT_NOBITS in the file, .tbss in memory either.</summary>
public sealed class RoomlessSectionTests
{
    private const ElfSectionFlags Loaded = ElfSectionFlags.Allocated | ElfSectionFlags.Writable;
    private const ElfSectionFlags ThreadLocal = (ElfSectionFlags)0x400;
    private const ulong Start = 0x1000078;

    [Theory]
    [InlineData(ImageLayout.Reuse)]
    [InlineData(ImageLayout.Compact)]
    [InlineData(ImageLayout.GnuObjcopy)]
    [InlineData(ImageLayout.LlvmObjcopy)]
    public void No_room_is_made_for_a_section_without_bytes(ImageLayout layout)
    {
        // After .hollow all sections move. It has been emptied, as those of debug files are.
        ElfBuilder elf = Image().Section(".hollow", new byte[0x100000], ElfSectionType.NoBits)
            .Section(".comment", [1, 2, 3]).Section(".modinfo", [0]).Load(".text", ".text");
        using SplitResult result = SplitResult.Of(elf.Build(), layout);
        Assert.InRange(result.After.Image.Length, 0, result.Before.Image.Length);
        Assert.Equal([1, 2, 3], result.Contents(".comment"));
        Assert.Equal(0x100000ul, result.Section(".hollow").Size);
        Assert.Equal((uint)ElfSectionType.NoBits, (uint)result.Section(".hollow").Type);
    }

    [Theory]
    [InlineData(ImageLayout.Reuse)]
    [InlineData(ImageLayout.Compact)]
    public void Thread_local_zeros_do_not_keep_a_segment_long(ImageLayout layout)
    {
        // .tbss begins where .modinfo does, and reaches further: its addresses are those of a template, not of the segment.
        ElfBuilder elf = Image().Section(".modinfo", "a.x=1\0"u8.ToArray(), flags: ElfSectionFlags.Allocated)
            .Section(".tbss", [], ElfSectionType.NoBits, Loaded | ThreadLocal)
            .With(".tbss", header => header with { Address = Start + 0x20, Size = 0x40 }).Load(".text", ".modinfo");
        using SplitResult result = SplitResult.Of(elf.Build(), layout);
        ElfSegment segment = Assert.Single(result.After.ReadSegments());
        Assert.Equal((0x20ul, 0x20ul), (segment.FileSize, segment.MemorySize));
        Assert.Empty(result.Plan.Warnings);
    }

    [Fact]
    public void Nor_does_what_is_not_loaded()
    {
        // An address of a section that is in no segment means nothing.
        ElfBuilder elf = Image().Section(".modinfo", "a.x=1\0"u8.ToArray(), flags: ElfSectionFlags.Allocated)
            .Section(".comment", new byte[0x40]).With(".comment", header => header with { Address = Start + 0x20 })
            .Load(".text", ".modinfo");
        using SplitResult result = SplitResult.Of(elf.Build(), ImageLayout.Reuse);
        ElfSegment segment = Assert.Single(result.After.ReadSegments());
        Assert.Equal((0x20ul, 0x20ul), (segment.FileSize, segment.MemorySize));
        Assert.Empty(result.Plan.Warnings);
    }

    [Theory]
    [InlineData(ImageLayout.Reuse, 0x20)]
    [InlineData(ImageLayout.GnuObjcopy, 0x28)]
    public void An_empty_section_at_the_end_counts_for_GNU_objcopy(ImageLayout layout, int memory)
    {
        ElfBuilder elf = Image().Section(".modinfo", new byte[8], flags: ElfSectionFlags.Allocated)
            .Section(".last", [], flags: Loaded).Load(".text", ".modinfo");
        using SplitResult result = SplitResult.Of(elf.Build(), layout);
        Assert.Equal((ulong)memory, Assert.Single(result.After.ReadSegments()).MemorySize);
        Assert.Equal(memory == 0x28 ? 1 : 0, result.Plan.Warnings.Count);
    }

    [Fact]
    public void An_empty_section_is_nothing_that_remains() => Assert.Equal(
        "vmlinux: program header 1 has no section but .modinfo: nothing would remain of it",
        Assert.Throws<Kelf.Kernel.Shared.RefusedException>(() => SplitResult.Of(
            Image().Section(".empty", [], flags: Loaded).Section(".modinfo", new byte[8], flags: ElfSectionFlags.Allocated)
                .Load(".text", ".text").Load(".empty", ".modinfo").Build(), ImageLayout.Reuse).Dispose()).Message);

    [Theory]
    [InlineData(ImageLayout.Reuse, 0x40)]
    [InlineData(ImageLayout.Compact, 0x40)]
    [InlineData(ImageLayout.Reuse, 6)] // to the same address as what goes
    public void Other_zeros_do(ImageLayout layout, int size)
    {
        ElfBuilder elf = Image().Section(".modinfo", "a.x=1\0"u8.ToArray(), flags: ElfSectionFlags.Allocated)
            .Section(".bss", [], ElfSectionType.NoBits, Loaded)
            .With(".bss", header => header with { Address = Start + 0x20, Size = (ulong)size }).Load(".text", ".modinfo");
        using SplitResult result = SplitResult.Of(elf.Build(), layout);
        Assert.Equal(Assert.Single(result.Before.ReadSegments()), Assert.Single(result.After.ReadSegments()));
        Assert.Equal([".modinfo is not at the end of its segment: its 0x6 bytes become zeros"], result.Plan.Warnings.Select(warning => warning.Text));
    }

    private static ElfBuilder Image() =>
        new ElfBuilder(type: ElfType.Executable) { LoadAddress = 0x1000000, SegmentAlignment = 0x1000, RelocationsLast = true }
            .Section(".text", new byte[0x20], flags: Loaded).Symbol("there", ".text");
}
