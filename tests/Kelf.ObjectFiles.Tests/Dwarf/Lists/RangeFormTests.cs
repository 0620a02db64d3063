// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Lists;

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
    public void Addresses_of_other_sizes_are_none()
    {
        // Of a list that needs no address, too.
        Assert.Equal("", Read(new UnitSpec { AddressSize = 2 }, [4, 1, 2, 0], At(DwAttribute.Ranges, DwForm.SecOffset, 0)));
        Assert.Equal("1-2", Read(new UnitSpec { AddressSize = 4 }, [4, 1, 2, 0], At(DwAttribute.Ranges, DwForm.SecOffset, 0)));
    }

    [Fact]
    public void A_list_costs_as_many_bytes_as_it_has()
    {
        // A base, pairs, a start with a length of many bytes, pairs, and the end.
        byte[] recent = [5, .. new byte[8], .. Pairs(10), 7, .. Words(8, 0x2000), 0x90, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0, .. Pairs(2), 0];
        ReadsOfBudget(new UnitSpec(), recent);
        ReadsOfBudget(new UnitSpec { Version = 4 }, Words(8, 1, 2, ulong.MaxValue, 0x2000, 5, 5, 0, 0));
        ReadsOfBudget(new UnitSpec { Version = 4, AddressSize = 4 }, Words(4, 1, 2, 3, 4, 5, 6, uint.MaxValue, 7, 5, 5, 6, 6, 8, 9, 0, 0));

        static byte[] Pairs(int count) => [.. Enumerable.Range(0, count).SelectMany(i => new byte[] { 4, (byte)i, (byte)(i + 1) })];

        // The lists of a file may take 16 times their section, and 64 KiB.
        static void ReadsOfBudget(UnitSpec unit, byte[] list)
        {
            Assert.Equal(64, list.Length);
            With(unit, list, dwarf =>
            {
                for (int i = 0; i < 16 + (65_536 / 64); i++)
                {
                    UnitAddresses.Read(dwarf.Units[0]);
                }

                MalformedFileException error = Assert.Throws<MalformedFileException>(() => UnitAddresses.Read(dwarf.Units[0]));
                Assert.Contains("lists of address ranges overlap", error.Message, StringComparison.Ordinal);
            }, s_low, At(DwAttribute.Ranges, DwForm.SecOffset, 0));
        }
    }

    private static byte[] Words(int size, params ulong[] values) =>
        [.. values.SelectMany(value => BitConverter.GetBytes(value).Take(size))];

    // A header that nobody reads, two offsets from the end it, and two lists.
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
        string ranges = "";
        With(unit, list, dwarf => ranges = string.Join(
            ' ', UnitAddresses.Read(dwarf.Units[0]).Select(range => $"{range.Start:x}-{range.End:x}")), items);
        return ranges;
    }

    private static void With(UnitSpec unit, byte[] list, Action<DwarfFile> look, params DieItem[] items)
    {
        DwarfBuilder builder = new DwarfBuilder().Unit(unit, Die(DwTag.CompileUnit, items));
        using NativeBuffer image = builder.AddTo(
            new ElfBuilder().Section(unit.Version < 5 ? ".debug_ranges" : ".debug_rnglists", list)).BuildInMemory();
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(image.Contents));
        look(dwarf);
    }
}
