// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Expressions;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Expressions;

public sealed class StaticLocationTests
{
    [Fact]
    public void Reads_an_address()
    {
        byte[] expression = [0x03, 0x78, 0x56, 0x34, 0x12, 0, 0, 0, 0];
        Assert.Equal(0x12345678ul, Read(At(DwAttribute.Location, DwForm.Exprloc, expression)));
        Assert.Equal(0x12345678ul, Read(At(DwAttribute.Location, DwForm.Block1, expression)));
        Assert.Equal(0x12345678ul, Read(At(DwAttribute.Location, DwForm.Block, expression)));
    }

    [Theory]
    [InlineData(0xa1)]
    [InlineData(0xfb)]
    public void Reads_an_index_of_the_table_of_addresses(byte operation)
    {
        Assert.Equal(0x2222ul, Read(At(DwAttribute.Location, DwForm.Exprloc, [operation, 1])));
        MalformedFileException error = Assert.Throws<MalformedFileException>(
            () => Read(At(DwAttribute.Location, DwForm.Exprloc, [operation, 2])));
        Assert.Matches(@"\.debug_info\+0x[0-9a-f]+: address index 2 is outside \.debug_addr \(24 bytes\)", error.Message);
    }

    [Fact]
    public void A_base_outside_the_table_is_an_error() => Assert.Throws<MalformedFileException>(
        () => Read(At(DwAttribute.Location, DwForm.Exprloc, [0xa1, 0]), addressBase: 25));

    [Fact]
    public void Anything_else_is_no_address()
    {
        Assert.Null(Read(At(DwAttribute.Location, DwForm.Exprloc, [0x91, 0])));
        Assert.Null(Read(At(DwAttribute.Location, DwForm.Exprloc, Array.Empty<byte>())));
        Assert.Null(Read(At(DwAttribute.Location, DwForm.SecOffset, 4)));
        // An address and something more.
        Assert.Null(Read(At(DwAttribute.Location, DwForm.Exprloc, [0x03, 1, 0, 0, 0, 0, 0, 0, 0, 0x96])));
        Assert.Equal(1ul, Read(At(DwAttribute.Location, DwForm.Exprloc, [0x03, 1, 0, 0, 0, 0, 0, 0, 0, 0x96]), start: true));
    }

    [Fact]
    public void An_expression_that_is_cut_short_is_an_error() => Assert.Throws<MalformedFileException>(
        () => Read(Raw(DwAttribute.Location, DwForm.Exprloc, 9, 0x03, 1)));

    /// <summary>The address of the only entry of a unit whose table of addresses is 0x1111, 0x2222 after 8 bytes.</summary>
    private static ulong? Read(AttributeSpec location, ulong addressBase = 8, bool start = false)
    {
        byte[] table = [0, 0, 0, 0, 5, 0, 8, 0, 0x11, 0x11, 0, 0, 0, 0, 0, 0, 0x22, 0x22, 0, 0, 0, 0, 0, 0];
        DwarfBuilder builder = new DwarfBuilder().Unit(
            Die(DwTag.CompileUnit, At(DwAttribute.AddrBase, DwForm.SecOffset, addressBase), Die(DwTag.Variable, location)));
        using NativeBuffer image = builder.AddTo(new ElfBuilder().Section(".debug_addr", table)).BuildInMemory();
        using DwarfFile dwarf = DwarfFile.Open(Kelf.ObjectFiles.Elf.ElfFile.Parse(image.Contents));
        DieReader reader = dwarf.Units[0].Entries();
        Assert.True(reader.Next() && reader.Next());
        Assert.True(reader.NextAttribute(out _, out AttributeValue value));
        bool isRead = start
            ? StaticLocation.TryReadStart(dwarf.Units[0], value, out ulong address)
            : StaticLocation.TryRead(dwarf.Units[0], value, out address);
        return isRead ? address : null;
    }
}
