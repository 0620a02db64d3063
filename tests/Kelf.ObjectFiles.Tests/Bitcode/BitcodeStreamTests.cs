// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bitcode;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bitcode;

/// <summary>Where the bitcode is in a file.</summary>
public sealed class BitcodeStreamTests
{
    private static readonly byte[] s_magic = [0x42, 0x43, 0xc0, 0xde];

    [Fact]
    public void Raw_bitcode_is_known_by_four_bytes()
    {
        using NativeBuffer raw = InMemory.File(s_magic);
        Assert.True(BitcodeStream.IsRaw(raw.Contents));
        for (int i = 0; i < 4; i++)
        {
            byte[] other = [.. s_magic];
            other[i] ^= 1;
            using NativeBuffer buffer = InMemory.File([.. other, 0, 0, 0, 0]);
            Assert.False(BitcodeStream.IsRaw(buffer.Contents));
        }

        using NativeBuffer cut = InMemory.File(s_magic.AsSpan(0, 3));
        Assert.False(BitcodeStream.IsRaw(cut.Contents));
    }

    [Fact]
    public void Raw_bitcode_is_the_whole_file()
    {
        for (int more = 0; more < 9; more++)
        {
            byte[] file = [.. s_magic, .. new byte[more]];
            using NativeBuffer buffer = InMemory.File(file);
            if (more % 4 == 0)
            {
                Assert.Equal(file, BitcodeStream.Find(buffer.Contents).Span().ToArray());
            }
            else
            {
                Expect.Malformed(
                    $"a.o: +0x{4 + (more & 4):x}: bitcode of {4 + more} bytes is no multiple of 4: cut short",
                    () => BitcodeStream.Find(buffer.Contents));
            }
        }
    }

    [Theory]
    [InlineData(20, 8, 0)]
    [InlineData(20, 8, 12)]
    [InlineData(32, 4, 4)]
    public void Wrapped_bitcode_is_a_part_of_it(int offset, int size, int behind)
    {
        byte[] file = Wrapped(offset, size, behind);
        using NativeBuffer buffer = InMemory.File(file);
        Assert.Equal(file[offset..(offset + size)], BitcodeStream.Find(buffer.Contents).Span().ToArray());
    }

    [Fact]
    public void A_wrapper_has_twenty_bytes()
    {
        using NativeBuffer cut = InMemory.File(Wrapped(20, 4, 0).AsSpan(0, 19));
        Expect.Malformed("a.o: +0x13: bitcode wrapper is cut short", () => BitcodeStream.Find(cut.Contents));

        // With all twenty the place is looked at.
        byte[] whole = Wrapped(20, 4, 0)[..20];
        using NativeBuffer buffer = InMemory.File(whole);
        Expect.Malformed(
            "a.o: +0xc: wrapped bitcode of 4 bytes at 0x14 reaches outside (20 bytes)", () => BitcodeStream.Find(buffer.Contents));
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(12), 0);
        using NativeBuffer empty = InMemory.File(whole);
        Expect.Malformed("a.o: +0x14: wrapper holds no bitcode", () => BitcodeStream.Find(empty.Contents));
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(8), 21);
        using NativeBuffer outside = InMemory.File(whole);
        Expect.Malformed(
            "a.o: +0xc: wrapped bitcode of 0 bytes at 0x15 reaches outside (20 bytes)", () => BitcodeStream.Find(outside.Contents));
    }

    [Fact]
    public void A_wrapped_stream_is_a_whole_number_of_words()
    {
        using NativeBuffer buffer = InMemory.File(Wrapped(20, 6, 2));
        Expect.Malformed(
            "a.o: +0x18: bitcode of 6 bytes is no multiple of 4: cut short", () => BitcodeStream.Find(buffer.Contents));
    }

    [Fact]
    public void A_fat_object_has_it_in_a_section()
    {
        using NativeBuffer fat = new ElfBuilder().Section(".text", [1]).Section(".llvm.lto", [1, 2, 3]).BuildInMemory();
        Assert.True(BitcodeStream.TryFindInElf(ElfFile.Parse(fat.Contents), out Region bitcode));
        Assert.Equal([1, 2, 3], bitcode.Span().ToArray());
        using NativeBuffer plain = new ElfBuilder().Section(".text", [1]).BuildInMemory();
        Assert.False(BitcodeStream.TryFindInElf(ElfFile.Parse(plain.Contents), out Region nothing));
        Assert.True(nothing.IsEmpty);
    }

    private static byte[] Wrapped(int offset, int size, int behind)
    {
        byte[] file = new byte[offset + size + behind];
        BinaryPrimitives.WriteUInt32LittleEndian(file, 0x0b17c0de);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), offset);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(12), size);
        s_magic.CopyTo(file, offset);
        return file;
    }
}
