// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Dwarf;

public sealed class AbbreviationTableTests
{
    private static readonly UnitFormat Format = new(5, false, 8);

    [Fact]
    public void Reads_shapes_and_their_attributes()
    {
        AbbreviationTable table = Parse(bytes => bytes
            .Uleb(1).Uleb(0x11).U8(1).Uleb(0x03).Uleb(0x0e).Uleb(0x10).Uleb(0x17).U8(0).U8(0)
            .Uleb(2).Uleb(0x24).U8(0).Uleb(0x0b).Uleb(0x21).Sleb(-4).U8(0).U8(0)
            .U8(0));
        Assert.Equal(new Abbreviation(1, DwTag.CompileUnit, true, 0, 2, 8), table.Find(1));
        Assert.Equal(new Abbreviation(2, DwTag.BaseType, false, 2, 1, 0), table.Find(2));
        Assert.Equal(
            [
                new AttributeSpecification(DwAttribute.Name, DwForm.Strp, 0),
                new AttributeSpecification(DwAttribute.StmtList, DwForm.SecOffset, 0),
                new AttributeSpecification(DwAttribute.ByteSize, DwForm.ImplicitConst, -4),
            ],
            table.Attributes.ToArray());
        Assert.Equal(0ul, table.Find(3).Code);
        Assert.Equal(0ul, table.Find(0).Code);
        Assert.Equal(0ul, table.Find(ulong.MaxValue).Code);
    }

    [Theory]
    [InlineData(0x0b, 1)]
    [InlineData(0x01, 8)]
    [InlineData(0x0e, 4)]
    [InlineData(0x19, 0)]
    [InlineData(0x1e, 16)]
    [InlineData(0x08, -1)]
    [InlineData(0x0d, -1)]
    [InlineData(0x7f, -1)]
    public void Knows_sizes_that_do_not_depend_on_the_entry(ulong form, int size) => Assert.Equal(
        size, Parse(bytes => bytes.Uleb(1).Uleb(0x24).U8(0).Uleb(3).Uleb(form).U8(0).U8(0).U8(0)).Find(1).FixedSize);

    [Fact]
    public void Codes_may_have_gaps_and_any_order()
    {
        AbbreviationTable table = Parse(bytes => bytes
            .Uleb(9).Uleb(0x11).U8(0).U8(0).U8(0).Uleb(ulong.MaxValue).Uleb(0x24).U8(0).U8(0).U8(0).U8(0));
        Assert.Equal(DwTag.CompileUnit, table.Find(9).Tag);
        Assert.Equal(DwTag.BaseType, table.Find(ulong.MaxValue).Tag);
        Assert.Equal(0ul, table.Find(1).Code);
    }

    [Theory]
    [InlineData(0x10, true)]
    [InlineData(0x20, true)]
    [InlineData(0x13, false)]
    public void Tells_whether_entries_refer_to_other_units(ulong form, bool refers) => Assert.Equal(
        refers,
        Parse(bytes => bytes.Uleb(1).Uleb(0x24).U8(0).Uleb(0x49).Uleb(form).U8(0).U8(0).U8(0)).RefersToOtherUnits);

    [Fact]
    public void Attributes_beyond_16_bits_are_no_ones() => Assert.Equal(
        DwAttribute.None,
        Parse(bytes => bytes.Uleb(1).Uleb(0x24).U8(0).Uleb(0x10003).Uleb(0x0b).U8(0).U8(0).U8(0)).Attributes[0].Attribute);

    [Theory]
    [InlineData("", "a.o: .debug_abbrev+0x0: 0x1 bytes are wanted and 0 are left")]
    [InlineData("01", "a.o: .debug_abbrev+0x1: 0x1 bytes are wanted and 0 are left")]
    [InlineData("01 11 00", "a.o: .debug_abbrev+0x3: 0x1 bytes are wanted and 0 are left")]
    [InlineData("01 11 00 00 00", "a.o: .debug_abbrev+0x5: 0x1 bytes are wanted and 0 are left")]
    [InlineData("01 80 80 04 00 00 00 00", "a.o: .debug_abbrev+0x1: tag 0x10000 exceeds 16 bits")]
    [InlineData("01 11 02 00 00 00", "a.o: .debug_abbrev+0x2: children flag 2 is neither 0 nor 1")]
    [InlineData("01 11 00 03 00 00 00 00", "a.o: .debug_abbrev+0x4: form 0x0 is not a form")]
    [InlineData("01 11 00 03 80 80 04 00 00 00", "a.o: .debug_abbrev+0x4: form 0x10000 is not a form")]
    [InlineData("02 11 00 00 00 02 11 00 00 00 00", "a.o: .debug_abbrev+0x0: abbreviation code 2 is defined twice")]
    [InlineData(
        "01 11 00 03 21 80 80 80 80 80 80 80 80 80 01 00 00 00", "a.o: .debug_abbrev+0x5: LEB128 number exceeds 64 bits")]
    public void Malformed_tables_are_refused(string table, string message)
    {
        using NativeBuffer buffer = InMemory.File(
            Convert.FromHexString(table.Replace(" ", "", StringComparison.Ordinal)), "a.o", ".debug_abbrev");
        Expect.Malformed(message, () => AbbreviationTable.Parse(buffer.Contents, 0, ByteOrder.Little, Format));
    }

    private static AbbreviationTable Parse(Action<ByteAssembler> write)
    {
        ByteAssembler bytes = new(ByteOrder.Little);
        bytes.U8(0xff); // the table need not start the section
        write(bytes);
        using NativeBuffer buffer = InMemory.File(bytes.ToArray(), "a.o", ".debug_abbrev");
        return AbbreviationTable.Parse(buffer.Contents, 1, ByteOrder.Little, Format);
    }
}
