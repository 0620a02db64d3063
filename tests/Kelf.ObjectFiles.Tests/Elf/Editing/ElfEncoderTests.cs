// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf.Editing;

/// <summary>Records as bytes, at the offsets that the ELF gABI gives them.</summary>
public sealed class ElfEncoderTests
{
    [Theory]
    [InlineData(ElfClass.Elf64, 48, 52, 64)]
    [InlineData(ElfClass.Elf32, 36, 40, 52)]
    public void A_header_has_what_the_standard_fixes(ElfClass elfClass, int flagsAt, int headerSizeAt, int headerSize)
    {
        byte[] header = new byte[headerSize];
        new ElfEncoder(elfClass, ByteOrder.Big).RelocatableHeader(
            header, new ElfObjectKind(elfClass, ByteOrder.Big, ElfMachine.S390, 0x1234, OsAbi: 3, AbiVersion: 5), 0x1000, 9, 8);
        Assert.Equal([0x7f, (byte)'E', (byte)'L', (byte)'F', (byte)elfClass, 2, 1, 3, 5, 0], header[..10]);
        Assert.Equal(1u, BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(20)));
        Assert.Equal(0x1234u, BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(flagsAt)));
        Assert.Equal(headerSize, BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(headerSizeAt)));
    }

    [Theory]
    [InlineData(ElfClass.Elf64, 4)]
    [InlineData(ElfClass.Elf32, 12)]
    public void A_symbol_keeps_type_and_visibility_apart(ElfClass elfClass, int infoAt)
    {
        byte[] record = new byte[24];
        new ElfEncoder(elfClass, ByteOrder.Little).Symbol(record, new ElfSymbol(0, 0, 0, Info: 0x12, Other: 2, SectionNumber: 7, Index: 1));
        Assert.Equal([0x12, 2, 7, 0], record[infoAt..(infoAt + 4)]);
    }

    [Fact]
    public void Section_headers_are_not_null()
    {
        ElfEncoder encoder = new(ElfClass.Elf64, ByteOrder.Little);
        Assert.Throws<ArgumentNullException>(() => encoder.SectionHeader(new byte[64], null!));
        Assert.Throws<ArgumentNullException>(() => encoder.SectionHeaders(null!));
    }
}
