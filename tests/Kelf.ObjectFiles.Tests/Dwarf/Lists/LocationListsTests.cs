// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Lists;

/// <summary>Lists of locations: DWARF 5 §7.29, and DWARF 4 §7.7.3.</summary>
public sealed class LocationListsTests
{
    [Theory]
    [InlineData("00", "")]
    [InlineData("04 10 20 01 55 00", "1010-1020:55")]
    [InlineData("06 0050000000000000 04 01 02 02 9150 00", "5001-5002:9150")]
    [InlineData("07 0060000000000000 1060000000000000 01 55 00", "6000-6010:55")]
    [InlineData("08 0060000000000000 04 00 00", "6000-6004:")]
    [InlineData("01 01 04 01 02 01 55 00", "2223-2224:55")]
    [InlineData("02 00 01 01 55 03 01 08 01 56 00", "1111-2222:55 2222-222a:56")]
    [InlineData("05 01 55 00", "default:55")]
    [InlineData("09 01 8001 04 10 20 01 55 00", "1010-1020:55")]
    [InlineData("04 10 10 01 55 04 20 10 01 55 00", "")]
    public void Lists_of_DWARF_5_have_ten_kinds_of_entries(string list, string expected) =>
        Assert.Equal(expected, Read(5, Hex(list), At(DwAttribute.Location, DwForm.SecOffset, 0)));

    [Theory]
    [InlineData(2, DwForm.Data4)]
    [InlineData(3, DwForm.Data4)]
    [InlineData(4, DwForm.SecOffset)]
    public void Pairs_of_DWARF_4_are_relative_to_a_base(ushort version, DwForm form)
    {
        byte[] list = Hex("""
            1000000000000000 2000000000000000 0100 55
            ffffffffffffffff 0050000000000000
            0100000000000000 0200000000000000 0200 9150
            0300000000000000 0300000000000000 0100 55
            0000000000000000 0000000000000000
            """);
        Assert.Equal("1010-1020:55 5001-5002:9150", Read(version, list, At(DwAttribute.Location, form, 0)));
    }

    [Fact]
    public void Numbers_are_in_the_byte_order_and_size_of_the_unit()
    {
        Assert.Equal("6000-6010:55", Read(
            5, Hex("07 00006000 00006010 01 55 00"), At(DwAttribute.Location, DwForm.SecOffset, 0), ByteOrder.Big, 4));
        Assert.Equal("5001-5002:55", Read(
            4, Hex("ffffffff 00005000 00000001 00000002 0001 55 00000000 00000000"),
            At(DwAttribute.Location, DwForm.SecOffset, 0), ByteOrder.Big, 4));
    }

    [Theory]
    [InlineData(12, 0, "1010-1020:55")]
    [InlineData(12, 1, "1030-1040:56")]
    [InlineData(null, 1, "1030-1040:56")]
    public void Lists_have_numbers(int? tableBase, ulong number, string expected)
    {
        // The header has 12 bytes; the table of two offsets counts from itself.
        byte[] section = Hex("1e000000 0500 08 00 02000000  08000000 0e000000  04 10 20 01 55 00  04 30 40 01 56 00");
        DieItem[] attributes = tableBase is { } start ? [At(DwAttribute.LoclistsBase, DwForm.SecOffset, (ulong)start)] : [];
        Assert.Equal(expected, Read(5, section, At(DwAttribute.Location, DwForm.Loclistx, number), attributes: attributes));
    }

    [Theory]
    [InlineData(5, "0a", "a.o: .debug_loclists+0x0: entry kind 10 of a location list is not one of 0 to 9")]
    [InlineData(5, "04 10", "a.o: .debug_loclists+0x2: 0x1 bytes are wanted and 0 are left")]
    [InlineData(5, "04 10 20 05 55", "a.o: .debug_loclists+0x4: 0x5 bytes are wanted and 1 are left")]
    [InlineData(5, "05 01 55", "a.o: .debug_loclists+0x3: 0x1 bytes are wanted and 0 are left")]
    [InlineData(4, "0100000000000000 0200000000000000 0300 55", "a.o: .debug_loc+0x12: 0x3 bytes are wanted and 1 are left")]
    [InlineData(4, "01", "a.o: .debug_loc+0x0: 0x8 bytes are wanted and 1 are left")]
    public void Malformed_lists_are_refused(ushort version, string list, string message) =>
        Expect.Malformed(message, () => Read(version, Hex(list), At(DwAttribute.Location, DwForm.SecOffset, 0)));

    [Fact]
    public void A_number_outside_the_section_is_refused() => Expect.Malformed(
        "a.o: .debug_info+0x16: location list 99 is outside .debug_loclists",
        () => Read(5, Hex("00"), At(DwAttribute.Location, DwForm.Loclistx, 99)));

    [Fact]
    public void One_location_is_no_list()
    {
        Assert.False(LocationLists.IsList(new AttributeValue(DwForm.Exprloc, 1, 0)));
        Assert.Throws<ArgumentException>(() => Read(5, Hex("00"), At(DwAttribute.Location, DwForm.Exprloc, [0x55])));
    }

    [Fact]
    public void Lists_that_overlap_are_refused()
    {
        // A list of 20,000 entries that is read again and again: each time from one entry later on.
        byte[] list = new byte[(20_000 * 5) + 1];
        for (int i = 0; i < 20_000; i++)
        {
            Hex("04 01 02 01 55").CopyTo(list, i * 5);
        }

        DieItem[] variables = [.. Enumerable.Range(0, 40).Select(
            i => Die(DwTag.Variable, At(DwAttribute.Location, DwForm.SecOffset, (ulong)i * 5)))];
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, variables))
            .AddTo(new ElfBuilder(type: ElfType.Executable).Section(".debug_loclists", list)));
        DwarfUnit unit = dwarf.File.Units[0];
        int read = 0;
        MalformedFileException error = Assert.Throws<MalformedFileException>(() =>
        {
            DieReader reader = unit.Entries();
            while (reader.Next())
            {
                while (reader.NextAttribute(out _, out AttributeValue value))
                {
                    LocationLists.Read(unit, value);
                    read++;
                }
            }
        });
        Assert.Equal(16, read);
        Assert.StartsWith("lists of locations overlap", error.What, StringComparison.Ordinal);
    }

    private static byte[] Hex(string bytes) => Convert.FromHexString(string.Concat(bytes.Where(c => !char.IsWhiteSpace(c))));

    private static string Read(
        ushort version, byte[] list, AttributeSpec location, ByteOrder order = ByteOrder.Little, byte addressSize = 8,
        params DieItem[] attributes)
    {
        byte[] table = new ByteAssembler(order).U32(20).U16(5).U8(addressSize).U8(0)
            .Number(0x1111, addressSize).Number(0x2222, addressSize).ToArray();
        DwarfBuilder builder = new DwarfBuilder(order).Unit(
            new UnitSpec { Version = version, AddressSize = addressSize },
            Die(DwTag.CompileUnit, [At(DwAttribute.LowPc, DwForm.Addr, 0x1000), .. attributes, Die(DwTag.Variable, location)]));
        using OpenDwarf dwarf = OpenDwarf.Of(builder.AddTo(new ElfBuilder(order: order, type: ElfType.Executable)
            .Section(".debug_addr", table).Section(version < 5 ? ".debug_loc" : ".debug_loclists", list)));
        DwarfUnit unit = dwarf.File.Units[0];
        DieReader reader = unit.Entries();
        reader.Next();
        reader.Next();
        reader.NextAttribute(out _, out AttributeValue value);
        return string.Join(' ', LocationLists.Read(unit, value).Select(entry =>
            (entry.IsDefault ? "default" : $"{entry.Range.Start:x}-{entry.Range.End:x}")
            + $":{Convert.ToHexStringLower(entry.Expression.Span())}"));
    }
}
