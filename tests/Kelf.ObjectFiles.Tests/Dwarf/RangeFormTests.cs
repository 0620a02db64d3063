// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf;

/// <summary>Lists of ranges by index, and of units with other widths than 32-bit DWARF of a 64-bit machine has.</summary>
public sealed class RangeFormTests
{
    private static readonly AttributeSpec s_low = At(DwAttribute.LowPc, DwForm.Addr, 0x1000);

    [Theory]
    [InlineData(false, 0, "1010-1020")]
    [InlineData(false, 1, "1030-1040")]
    [InlineData(true, 0, "1010-1020")]
    [InlineData(true, 1, "1030-1040")]
    public void A_list_by_index_is_behind_the_header_of_the_section(bool is64, int index, string expected) =>
        Assert.Equal(expected, Read(
            new UnitSpec { Is64 = is64 }, Indexed(is64, more: 0), s_low, At(DwAttribute.Ranges, DwForm.Rnglistx, (ulong)index)));

    [Theory]
    [InlineData(false, 12)]
    [InlineData(true, 20)]
    public void Or_where_the_unit_says(bool is64, int header) => Assert.Equal("1030-1040", Read(
        new UnitSpec { Is64 = is64 }, Indexed(is64, more: 5), s_low,
        At(DwAttribute.RnglistsBase, DwForm.SecOffset, (ulong)(header + 5)), At(DwAttribute.Ranges, DwForm.Rnglistx, 1)));

    [Theory]
    [InlineData(false, 28 / 4)]
    [InlineData(true, 44 / 8)]
    public void An_index_outside_of_the_section_is_refused(bool is64, int most)
    {
        byte[] section = Indexed(is64, more: 0);
        string Message(int index) => Assert.Throws<MalformedFileException>(() => Read(
            new UnitSpec { Is64 = is64 }, section, s_low, At(DwAttribute.Ranges, DwForm.Rnglistx, (ulong)index))).Message;
        Assert.Contains($"range list {most + 1} is outside .debug_rnglists", Message(most + 1), StringComparison.Ordinal);

        // It could be inside if there were no header: told by the read itself.
        Assert.DoesNotContain("range list", Message(most), StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_of_four_bytes()
    {
        UnitSpec old = new() { Version = 4, AddressSize = 4 };
        Assert.Equal("1010-1020 5001-5002 5000-5005", Read(
            old, Words(4, 0x10, 0x20, uint.MaxValue, 0x5000, 1, 2, 0, 5, 9, 9, 0, 0), s_low, At(DwAttribute.Ranges, DwForm.SecOffset, 0)));
        Assert.Equal("5001-5002 6000-6010 7000-7003", Read(
            new UnitSpec { AddressSize = 4 }, Convert.FromHexString("050050000004010206006000001060000007007000000300"), s_low,
            At(DwAttribute.Ranges, DwForm.SecOffset, 0)));
    }

    [Fact]
    public void Addresses_of_eight_bytes()
    {
        UnitSpec old = new() { Version = 4 };
        // uint.MaxValue is an address like others, and so is zero before the end.
        Assert.Equal("1000-1005 100000fff-100001000", Read(
            old, Words(8, 0, 5, uint.MaxValue, 0x100000000, 0, 0), s_low, At(DwAttribute.Ranges, DwForm.SecOffset, 0)));
    }

    [Fact]
    public void Addresses_of_other_sizes_are_none() => Assert.Equal("", Read(
        new UnitSpec { AddressSize = 2 }, [], At(DwAttribute.LowPc, DwForm.Data2, 1), At(DwAttribute.HighPc, DwForm.Data2, 2)));

    private static byte[] Words(int size, params ulong[] values) =>
        [.. values.SelectMany(value => BitConverter.GetBytes(value).Take(size))];

    // A header that nobody reads, two offsets from behind it, and two lists.
    private static byte[] Indexed(bool is64, int more)
    {
        int size = is64 ? 8 : 4;
        return
        [
            .. new byte[(is64 ? 20 : 12) + more], .. Words(size, (ulong)(2 * size), (ulong)(2 * size) + 4),
            4, 0x10, 0x20, 0, 4, 0x30, 0x40, 0,
        ];
    }

    private static string Read(UnitSpec unit, byte[] list, params DieItem[] items)
    {
        DwarfBuilder builder = new DwarfBuilder().Unit(unit, Die(DwTag.CompileUnit, items));
        using NativeBuffer image = builder.AddTo(
            new ElfBuilder().Section(unit.Version < 5 ? ".debug_ranges" : ".debug_rnglists", list)).BuildInMemory();
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(image.Contents));
        return string.Join(' ', UnitAddresses.Read(dwarf.Units[0]).Select(range => $"{range.Start:x}-{range.End:x}"));
    }
}
