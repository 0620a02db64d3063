// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Expressions;
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;
using Kelf.TestSupport.Hostile;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Lists;

/// <summary>Where the code of a unit is, in each form in which its own entry may say so.</summary>
public sealed class UnitAddressesTests
{
    private static readonly AttributeSpec s_low = At(DwAttribute.LowPc, DwForm.Addr, 0x1000);

    [Fact]
    public void The_end_is_an_address_or_a_length()
    {
        Assert.Equal("1000-1080", Read(5, [], s_low, At(DwAttribute.HighPc, DwForm.Addr, 0x1080)));
        Assert.Equal("1000-1080", Read(5, [], s_low, At(DwAttribute.HighPc, DwForm.Data4, 0x80)));
        Assert.Equal("", Read(5, [], s_low, At(DwAttribute.HighPc, DwForm.Data4, 0)));
        Assert.Equal("", Read(5, [], s_low, At(DwAttribute.HighPc, DwForm.Addr, 0x1000)));
        Assert.Equal("", Read(5, [], s_low, At(DwAttribute.HighPc, DwForm.Addr, 0x0fff)));
        Assert.Equal("", Read(5, [], s_low));
        Assert.Equal("", Read(5, [], At(DwAttribute.HighPc, DwForm.Addr, 0x1080)));
        Assert.Equal("", Read(5, [], At(DwAttribute.HighPc, DwForm.Data4, 0x80)));
        Assert.Equal("", Read(5, [], At(DwAttribute.LowPc, DwForm.Addr, ulong.MaxValue), At(DwAttribute.HighPc, DwForm.Data4, 2)));
    }

    [Fact]
    public void Pairs_of_DWARF_4_are_relative_to_a_base() => Assert.Equal("1010-1020 5001-5002", Read(
        4, Words(0x10, 0x20, ulong.MaxValue, 0x5000, 1, 2, 3, 3, 0, 0), s_low, At(DwAttribute.Ranges, DwForm.SecOffset, 0)));

    [Theory]
    [InlineData("04 10 20 00", "1010-1020")]
    [InlineData("05 0050000000000000 04 01 02 00", "5001-5002")]
    [InlineData("06 0060000000000000 1060000000000000 00", "6000-6010")]
    [InlineData("07 0060000000000000 04 00", "6000-6004")]
    [InlineData("01 01 04 01 02 00", "2223-2224")]
    [InlineData("02 00 01 03 01 08 00", "1111-2222 2222-222a")]
    [InlineData("04 10 10 00", "")]
    public void Lists_of_DWARF_5_have_eight_kinds_of_entries(string list, string expected) =>
        Assert.Equal(expected, Read(
            5, Convert.FromHexString(list.Replace(" ", "", StringComparison.Ordinal)), s_low, At(DwAttribute.Ranges, DwForm.SecOffset, 0)));

    [Theory]
    [InlineData("08", "entry kind 8")]
    [InlineData("04", "bytes are wanted")]
    [InlineData("0410", "bytes are wanted")]
    [InlineData("0109", ".debug_addr")]
    public void A_malformed_list_is_an_error(string list, string why)
    {
        MalformedFileException error = Assert.Throws<MalformedFileException>(
            () => Read(5, Convert.FromHexString(list), s_low, At(DwAttribute.Ranges, DwForm.SecOffset, 0)));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_and_folder_are_those_of_the_compiler()
    {
        Assert.Equal("init/main.c /build", Open(
            5, [], unit => $"{Text(unit.Name)} {Text(unit.CompilationDirectory)}",
            Name("init/main.c"), At(DwAttribute.CompDir, DwForm.String, "/build")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("base")]
    public void The_base_of_addresses_is_one_for_ranges_and_places(string has)
    {
        // Without the attribute it is after the header of the section, for whoever asks.
        DieItem[] attributes = has.Length == 0 ? [] : [At(DwAttribute.AddrBase, DwForm.SecOffset, 16)];
        string expected = has.Length == 0 ? "1111-1121 1111" : "2222-2232 2222";
        Assert.Equal(expected, Open(
            5, [], unit => $"{Text(UnitAddresses.Read(unit))} {PlaceOfVariable(unit):x}",
            [.. attributes, At(DwAttribute.LowPc, DwForm.Addrx1, 0), At(DwAttribute.HighPc, DwForm.Data4, 0x10),
                Die(DwTag.Variable, At(DwAttribute.Location, DwForm.Exprloc, [0xa1, 0]))]));
    }

    [Fact]
    public void Lists_of_each_version_are_counted_in_their_own_section()
    {
        // One unit of DWARF 4, whose section is small, and more of DWARF 5 than the budget of that would allow.
        (byte[] info, byte[] abbreviations, byte[] ranges, byte[] lists) = HostileObjects.MixedUnits(old: 1, recent: 60, ranges: 40_000);
        using NativeBuffer image = InMemory.File(HostileObjects.WithDebugging(
            ElfType.Executable, info, abbreviations, (".debug_ranges", ranges[..32]), (".debug_rnglists", lists)));
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(image.Contents));
        int read = 0;
        MalformedFileException error = Assert.Throws<MalformedFileException>(() =>
        {
            for (; read < 60; read++)
            {
                Assert.Equal(40_000, UnitAddresses.Read(dwarf.Units[read]).Count);
            }
        });
        // 16 times its section, and 64 KiB.
        Assert.Equal(16, read);
        Assert.Equal(".debug_rnglists", error.Section);
        MalformedFileException cut = Assert.Throws<MalformedFileException>(() => UnitAddresses.Read(dwarf.Units[60]));
        Assert.Contains("bytes are wanted", cut.Message, StringComparison.Ordinal);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    private static string Text(IReadOnlyList<AddressRange> ranges) =>
        string.Join(' ', ranges.Select(range => $"{range.Start:x}-{range.End:x}"));

    private static ulong PlaceOfVariable(DwarfUnit unit)
    {
        DieReader reader = unit.Entries();
        while (reader.Next())
        {
            while (reader.Tag == DwTag.Variable && reader.NextAttribute(out _, out AttributeValue value))
            {
                return StaticLocation.TryRead(unit, value, out ulong address) ? address : 0;
            }
        }

        return 0;
    }

    private static byte[] Words(params ulong[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static string Read(ushort version, byte[] list, params DieItem[] items) =>
        Open(version, list, unit => Text(UnitAddresses.Read(unit)), items);

    private static string Open(ushort version, byte[] list, Func<DwarfUnit, string> read, params DieItem[] items)
    {
        byte[] table = [0, 0, 0, 0, 5, 0, 8, 0, 0x11, 0x11, 0, 0, 0, 0, 0, 0, 0x22, 0x22, 0, 0, 0, 0, 0, 0];
        DwarfBuilder builder = new DwarfBuilder().Unit(new UnitSpec { Version = version }, Die(DwTag.CompileUnit, items));
        using NativeBuffer image = builder.AddTo(new ElfBuilder()
            .Section(".debug_addr", table).Section(version < 5 ? ".debug_ranges" : ".debug_rnglists", list)).BuildInMemory();
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(image.Contents));
        return read(dwarf.Units[0]);
    }
}
