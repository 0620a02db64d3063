// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

/// <summary>Numbers of program headers that do not fit in 16 bits (PN_XNUM): <c>sh_info</c> of the null section has them.</summary>
public sealed class SegmentCountTests
{
    private const int Record = 56;

    [Theory]
    [InlineData(0xffff)]
    [InlineData(0x10002)]
    public void The_null_section_has_the_number(uint count)
    {
        using NativeBuffer buffer = InMemory.File(Image(count, (int)count));
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.Equal(count, elf.SegmentCount);
        IReadOnlyList<ElfSegment> segments = elf.ReadSegments();
        Assert.Equal((int)count, segments.Count);
        Assert.Equal(count - 1, segments[^1].Address);
    }

    [Fact]
    public void A_null_section_without_a_number_leaves_the_one_of_the_header()
    {
        using NativeBuffer buffer = InMemory.File(Image(0, 0xffff));
        Assert.Equal(0xffffu, ElfFile.Parse(buffer.Contents).SegmentCount);
    }

    [Fact]
    public void The_headers_have_to_be_there()
    {
        using NativeBuffer buffer = InMemory.File(Image(uint.MaxValue, 3));
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Expect.Malformed(
            $"a.o: +0x20: 4294967295 program headers at 0x80 reach outside the file ({buffer.Contents.Length} bytes)",
            () => elf.ReadSegments());
    }

    // ELF header, null section, program headers whose addresses are their numbers.
    private static byte[] Image(uint stated, int count)
    {
        byte[] image = new byte[128 + (count * Record)];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(image);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(16), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(18), 62);
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(32), 128);
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(40), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(54), Record);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(56), 0xffff);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(58), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(60), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(64 + 44), stated);
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(128 + (i * Record) + 16), (ulong)i);
        }

        return image;
    }
}
