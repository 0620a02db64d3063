// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf;

public sealed class StringTests
{
    [Theory]
    [InlineData(DwForm.String)]
    [InlineData(DwForm.Strp)]
    [InlineData(DwForm.LineStrp)]
    [InlineData(DwForm.Strx)]
    [InlineData(DwForm.Strx1)]
    [InlineData(DwForm.Strx2)]
    [InlineData(DwForm.Strx3)]
    [InlineData(DwForm.Strx4)]
    public void Every_string_form_gives_the_string(DwForm form)
    {
        foreach ((bool is64, ByteOrder order) in ((bool, ByteOrder)[])[(false, ByteOrder.Little), (true, ByteOrder.Big)])
        {
            // Two units with the same strings: each has its own part of .debug_str_offsets.
            UnitSpec spec = new() { Is64 = is64 };
            DieSpec root = Die(
                DwTag.CompileUnit, Name("a.c", form), StrOffsetsBase(),
                Die(DwTag.BaseType, Name("int", form)), Die(DwTag.BaseType, Name("", form)));
            using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder(order).Unit(spec, root).Unit(spec, root), order);
            Assert.Equal("a.c int  a.c int ", Names(dwarf));
        }
    }

    [Fact]
    public void The_index_of_GNU_split_DWARF_counts_from_the_start()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(
            new UnitSpec { Version = 4 },
            Die(DwTag.CompileUnit, Name("a.c", DwForm.GnuStrIndex), Die(DwTag.BaseType, Name("int", DwForm.GnuStrIndex)))));
        Assert.Equal("a.c int", Names(dwarf));
    }

    [Fact]
    public void Without_a_base_strings_follow_the_first_header()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, Name("a.c", DwForm.Strx1))));
        Assert.Equal("a.c", Names(dwarf));
    }

    [Fact]
    public void A_number_identifies_strings_of_the_shared_section()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(
            DwTag.CompileUnit, Name("x", DwForm.Strp), At(DwAttribute.Producer, DwForm.Strp, "abc"),
            At(DwAttribute.LinkageName, DwForm.Strx, "abc"), At(DwAttribute.CompDir, DwForm.String, "abc"))));
        DwarfUnit unit = dwarf.File.Units[0];
        DieReader reader = unit.Entries();
        reader.Next();
        List<ulong?> offsets = [];
        while (reader.NextAttribute(out _, out AttributeValue value))
        {
            offsets.Add(unit.TryStringOffset(value, out ulong offset) ? offset : null);
        }

        Assert.Equal([0ul, 2ul, 2ul, null], offsets);
    }

    [Theory]
    [InlineData(DwForm.Data4)]
    [InlineData(DwForm.StrpSup)]
    [InlineData(DwForm.GnuStrpAlt)]
    public void Other_forms_are_no_strings(DwForm form)
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, At(DwAttribute.Name, form, 0))));
        DieReader reader = dwarf.File.Units[0].Entries();
        reader.Next();
        reader.NextAttribute(out _, out AttributeValue value);
        dwarf.File.Units[0].StringOrEmpty(value, out bool found);
        Assert.False(found);
    }

    [Theory]
    [InlineData(DwForm.Strp, 4, "a.o: .debug_str+0x4: string offset 0x4 is outside (4 bytes)")]
    [InlineData(DwForm.Strp, 0xffff_ffff, "a.o: .debug_str+0xffffffff: string offset 0xffffffff is outside (4 bytes)")]
    [InlineData(DwForm.LineStrp, 3, "a.o: .debug_line_str+0x3: string offset 0x3 is outside (3 bytes)")]
    [InlineData(DwForm.Strx, 1, "a.o: .debug_str_offsets+0xc: 0x4 bytes are wanted and 0 are left")]
    [InlineData(DwForm.Strx1, 2, "a.o: .debug_str_offsets+0x10: 0x0 bytes at 0x10 reach outside (12 bytes)")]
    [InlineData(DwForm.Strx, 4, "a.o: .debug_info+0xd: string index 4 is outside .debug_str_offsets (12 bytes)")]
    [InlineData(
        DwForm.Strx, ulong.MaxValue,
        "a.o: .debug_info+0xd: string index 18446744073709551615 is outside .debug_str_offsets (12 bytes)")]
    public void Strings_outside_are_refused(DwForm form, ulong value, string message)
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(
            DwTag.CompileUnit, At(DwAttribute.Name, form, value), At(DwAttribute.Producer, DwForm.Strx1, "abc"),
            At(DwAttribute.CompDir, DwForm.LineStrp, "de"))));
        Expect.Malformed(message, () => Names(dwarf));
    }

    [Fact]
    public void A_string_without_an_end_is_refused()
    {
        byte[] info = new ByteAssembler(ByteOrder.Little).U32(13).U16(5).U8(1).U8(8).U32(0).U8(1).U32(1).ToArray();
        using OpenDwarf dwarf = OpenDwarf.Of(
            info, [1, 0x11, 0, 0x03, 0x0e, 0, 0, 0], (".debug_str", "abc"u8.ToArray()));
        Expect.Malformed("a.o: .debug_str+0x1: string is not NUL-terminated", () => Names(dwarf));
    }

    [Fact]
    public void A_base_outside_its_section_is_refused()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(
            DwTag.CompileUnit, At(DwAttribute.StrOffsetsBase, DwForm.SecOffset, 13), Name("a.c", DwForm.Strx))));
        Expect.Malformed(
            "a.o: .debug_info+0xc: DW_AT_str_offsets_base 0xd is outside .debug_str_offsets (12 bytes)", () => Names(dwarf));
    }

    private static string Names(OpenDwarf dwarf)
    {
        List<string> names = [];
        foreach (DwarfUnit unit in dwarf.File.Units)
        {
            DieReader reader = unit.Entries();
            while (reader.Next())
            {
                while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
                {
                    if (attribute == DwAttribute.Name)
                    {
                        names.Add(System.Text.Encoding.UTF8.GetString(unit.StringOrEmpty(value, out bool found)));
                        Assert.True(found);
                    }
                }
            }
        }

        return string.Join(' ', names);
    }
}
