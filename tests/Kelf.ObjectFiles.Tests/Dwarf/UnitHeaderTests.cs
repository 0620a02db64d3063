// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf;

public sealed class UnitHeaderTests
{
    private static readonly byte[] NoAbbreviations = [0];

    [Theory]
    [InlineData(2, false, ByteOrder.Little, 11)]
    [InlineData(3, false, ByteOrder.Big, 11)]
    [InlineData(4, true, ByteOrder.Little, 23)]
    [InlineData(4, false, ByteOrder.Big, 11)]
    [InlineData(5, false, ByteOrder.Little, 12)]
    [InlineData(5, true, ByteOrder.Big, 24)]
    public void Reads_headers_of_every_version(int version, bool is64, ByteOrder order, int size)
    {
        UnitSpec spec = new() { Version = (ushort)version, Is64 = is64, AddressSize = 4 };
        using OpenDwarf dwarf = OpenDwarf.Of(
            new DwarfBuilder(order).Unit(spec).Unit(spec, Die(DwTag.CompileUnit)), order);
        Assert.Equal(2, dwarf.File.Units.Length);
        DwarfUnit unit = dwarf.File.Units[1];
        Assert.Equal(new UnitFormat((ushort)version, is64, 4), unit.Format);
        Assert.Equal((DwUnitType.Compile, (ulong)size, 1ul), (unit.Type, unit.Start.Value, unit.AbbreviationsOffset));
        Assert.Equal(size + 1, unit.Contents.Length);
        DieReader reader = unit.Entries();
        Assert.True(reader.Next());
        Assert.Equal((ulong)(size * 2), reader.Offset.Value);
    }

    [Theory]
    [InlineData(DwUnitType.Compile, 12)]
    [InlineData(DwUnitType.Type, 24)]
    [InlineData(DwUnitType.Partial, 12)]
    [InlineData(DwUnitType.Skeleton, 20)]
    [InlineData(DwUnitType.SplitCompile, 20)]
    [InlineData(DwUnitType.SplitType, 24)]
    public void Reads_headers_of_every_unit_type(DwUnitType type, int size)
    {
        UnitSpec spec = new() { Type = type, Signature = 0x1122_3344_5566_7788, TypeLabel = "unit" };
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(spec, Die("unit", DwTag.CompileUnit)));
        DwarfUnit unit = dwarf.File.Units[0];
        Assert.Equal(type, unit.Type);
        Assert.Equal(type is DwUnitType.Type or DwUnitType.SplitType ? 0x1122_3344_5566_7788ul : 0, unit.TypeSignature);
        Assert.True(unit.Entries() is var reader && reader.Next());
        Assert.Equal((ulong)size, unit.Contents.Length == size + 1 ? (ulong)size : 0);
    }

    [Fact]
    public void Reads_type_units_of_DWARF_4_in_the_64_bit_format()
    {
        UnitSpec spec = new() { Version = 4, Is64 = true, InTypesSection = true, Signature = 0x99, TypeLabel = "t" };
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(spec, Die(DwTag.TypeUnit, Die("t", DwTag.BaseType))));
        DwarfUnit unit = dwarf.File.Units[0];
        Assert.Equal((DwUnitType.Type, 0x99ul, 40ul), (unit.Type, unit.TypeSignature, unit.TypeEntry.Value));
    }

    [Theory]
    [InlineData("02000000 0500", "a.o: .debug_info+0x6: 0x1 bytes are wanted and 0 are left")]
    [InlineData("00000000", "a.o: .debug_info+0x4: 0x2 bytes are wanted and 0 are left")]
    [InlineData(
        "00000000 0500 01 08 00000000", "a.o: .debug_info+0x0: unit length 0x0 is shorter than the unit's header")]
    [InlineData(
        "07000000 0500 01 08 00000000", "a.o: .debug_info+0x0: unit length 0x7 is shorter than the unit's header")]
    [InlineData(
        "09000000 0500 01 08 00000000", "a.o: .debug_info+0x0: unit length 0x9 reaches outside the section (8 bytes left)")]
    [InlineData("f0ffffff 0500", "a.o: .debug_info+0x0: unit length 0xfffffff0 is reserved")]
    [InlineData("feffffff 0500", "a.o: .debug_info+0x0: unit length 0xfffffffe is reserved")]
    [InlineData(
        "ffffffff ffffffffffffffff 0500",
        "a.o: .debug_info+0x4: unit length 0xffffffffffffffff reaches outside the section (2 bytes left)")]
    [InlineData("ffffffff 00000000", "a.o: .debug_info+0x4: 0x8 bytes are wanted and 4 are left")]
    [InlineData("0000", "a.o: .debug_info+0x0: unit header is cut short (2 bytes left)")]
    [InlineData("08000000 0100 01 08 00000000", "a.o: .debug_info+0x4: DWARF version 1 is not one of 2 to 5")]
    [InlineData("08000000 0600 01 08 00000000", "a.o: .debug_info+0x4: DWARF version 6 is not one of 2 to 5")]
    [InlineData("08000000 0500 00 08 00000000", "a.o: .debug_info+0x6: unit type 0x0 is unknown")]
    [InlineData("08000000 0500 07 08 00000000", "a.o: .debug_info+0x6: unit type 0x7 is unknown")]
    [InlineData("08000000 0500 80 08 00000000", "a.o: .debug_info+0x6: unit type 0x80 is unknown")]
    [InlineData("08000000 0500 01 03 00000000", "a.o: .debug_info+0x7: address size 3 is not 1, 2, 4 or 8")]
    [InlineData("08000000 0400 00000000 00 00", "a.o: .debug_info+0xa: address size 0 is not 1, 2, 4 or 8")]
    [InlineData("08000000 0500 02 08 00000000", "a.o: .debug_info+0xc: 0x8 bytes are wanted and 0 are left")]
    public void Malformed_headers_are_refused(string header, string message)
    {
        byte[] info = Convert.FromHexString(header.Replace(" ", "", StringComparison.Ordinal));
        Expect.Malformed(message, () => OpenDwarf.Of(info, NoAbbreviations).Dispose());
    }

    [Fact]
    public void Abbreviations_outside_their_section_are_refused_when_they_are_needed()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(
            new DwarfBuilder().Unit(Die(DwTag.CompileUnit))
                .Unit(new UnitSpec { AbbreviationsOffset = 99 }, Die(DwTag.CompileUnit)));
        DwarfUnit unit = dwarf.File.Units[1];
        Expect.Malformed(
            "a.o: .debug_info+0xd: abbreviation table at 0x63 is outside .debug_abbrev (12 bytes)", () => unit.Entries());
    }

    [Fact]
    public void A_type_entry_may_lie_outside_its_unit_until_it_is_referred_to()
    {
        UnitSpec typeUnit = new() { Type = DwUnitType.Type, Signature = 5, TypeLabel = "elsewhere" };
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(typeUnit, Die(DwTag.TypeUnit))
            .Unit(Die("elsewhere", DwTag.CompileUnit, At(DwAttribute.Type, DwForm.RefSig8, 5))));
        Assert.Equal("Type 5\n TypeUnit\nCompile 5\n CompileUnit Type=RefSig8\n", dwarf.Dump());
    }
}
