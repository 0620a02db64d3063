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

/// <summary>Ranges whose numbers have relocations: applied, or, of a kind that is not known, an error and no wrong range.</summary>
public sealed class RelocatedListsTests
{
    private const uint Unknown = 2; // R_X86_64_PC32
    private const string What = "relocation type R_X86_64_PC32 (2)";

    // Behind the unit's header and the number of the abbreviation.
    private const ulong First = 13;

    [Theory]
    [InlineData(First, "low_pc")]
    [InlineData(First + 8, "high_pc")]
    public void Of_an_attribute(ulong offset, string name) => Refuses(
        5, "", [], (".debug_info", offset), $".debug_info+0x{offset:x}: {What} of DW_AT_{name} is not supported",
        At(DwAttribute.LowPc, DwForm.Addr, 0x1000), At(DwAttribute.HighPc, DwForm.Addr, 0x1010));

    [Fact]
    public void Of_the_place_of_a_list() => Refuses(
        5, ".debug_rnglists", [0], (".debug_info", First), $".debug_info+0x{First:x}: {What} of DW_AT_ranges is not supported",
        At(DwAttribute.Ranges, DwForm.SecOffset, 0));

    // start_length, end; start_end, end; a list of another unit.
    [Theory]
    [InlineData(1, true)]
    [InlineData(9, true)] // a length
    [InlineData(10, false)]
    [InlineData(11, false)]
    [InlineData(27, false)]
    public void Of_an_entry_of_a_list(ulong offset, bool matters)
    {
        byte[] lists = [7, .. new byte[8], 4, 0, 6, .. new byte[8], .. new byte[8], 0];
        Check(5, ".debug_rnglists", lists, offset, matters, At(DwAttribute.Ranges, DwForm.SecOffset, 0));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(10, false)]
    [InlineData(11, true)] // the kind
    [InlineData(12, true)]
    [InlineData(20, true)]
    public void Of_a_list_behind_others(ulong offset, bool matters)
    {
        byte[] lists = [7, .. new byte[8], 4, 0, 6, .. new byte[8], .. new byte[8], 0];
        Check(5, ".debug_rnglists", lists, offset, matters, At(DwAttribute.Ranges, DwForm.SecOffset, 11));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(24, true)]
    [InlineData(32, true)] // the end
    [InlineData(48, false)]
    public void Of_a_pair_of_DWARF_4(ulong offset, bool matters)
    {
        byte[] lists = new byte[64];
        (lists[8], lists[16], lists[24]) = (4, 8, 9);
        Check(4, ".debug_ranges", lists, offset, matters, At(DwAttribute.Ranges, DwForm.SecOffset, 0));
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(16, true)]
    [InlineData(23, true)]
    [InlineData(24, false)]
    public void Of_an_address_by_number(ulong offset, bool matters) => Check(
        5, ".debug_addr", new byte[32], offset, matters, At(DwAttribute.LowPc, DwForm.Addrx, 1), At(DwAttribute.HighPc, DwForm.Data4, 4));

    // Who evaluates an expression has to know: what is thread-local has a relocation of its own kind.
    [Theory]
    [InlineData(1, true)]
    [InlineData(9, true)]
    [InlineData(11, false)]
    [InlineData(18, false)]
    [InlineData(20, true)]
    public void Of_an_expression_it_does_not_matter(ulong offset, bool matters)
    {
        // start_length 4, and an expression: DW_OP_const8u; offset_pair 0 to 4, and DW_OP_lit0.
        byte[] lists = [8, .. new byte[8], 4, 9, 0x0e, .. new byte[8], 4, 0, 4, 1, 0x30, 0];
        using NativeBuffer image = Build(5, ".debug_loclists", lists, (".debug_loclists", offset));
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(image.Contents));
        AttributeValue list = new(DwForm.SecOffset, 0, 0);
        if (matters)
        {
            Expect.Malformed($"a.o: .debug_loclists+0x{offset:x}: {What} is not supported", () => LocationLists.Read(dwarf.Units[0], list));
        }
        else
        {
            Assert.Equal(2, LocationLists.Read(dwarf.Units[0], list).Count);
        }
    }

    private static void Check(int version, string section, byte[] contents, ulong offset, bool matters, params DieItem[] attributes)
    {
        if (matters)
        {
            Refuses(version, section, contents, (section, offset), $"{section}+0x{offset:x}: {What} is not supported", attributes);
            return;
        }

        using NativeBuffer image = Build((ushort)version, section, contents, (section, offset), attributes);
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(image.Contents));
        _ = UnitAddresses.Read(dwarf.Units[0]);
    }

    private static void Refuses(
        int version, string section, byte[] contents, (string Section, ulong Offset) relocation, string message, params DieItem[] attributes)
    {
        using NativeBuffer image = Build((ushort)version, section, contents, relocation, attributes);
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(image.Contents));
        Expect.Malformed("a.o: " + message, () => UnitAddresses.Read(dwarf.Units[0]));
    }

    private static NativeBuffer Build(
        ushort version, string section, byte[] contents, (string Section, ulong Offset) relocation, params DieItem[] attributes)
    {
        ElfBuilder elf = new DwarfBuilder().Unit(new UnitSpec { Version = version }, Die(DwTag.CompileUnit, attributes))
            .AddTo(new ElfBuilder());
        if (section.Length > 0)
        {
            elf.Section(section, contents);
        }

        return elf.Relocate(relocation.Section, relocation.Offset, Unknown, "").BuildInMemory();
    }
}
