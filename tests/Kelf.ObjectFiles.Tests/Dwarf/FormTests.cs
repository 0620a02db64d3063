// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf;

/// <summary>Every form of DWARF 2 to 5 and of GNU's extensions (DWARF 5 §7.5.6): read, and passed over.</summary>
public sealed class FormTests
{
    /// <summary>A form, a value that it holds, and what <see cref="AttributeValue.Raw"/> then is.</summary>
    public static TheoryData<DwForm, ulong, ulong> Numbers { get; } = new()
    {
        { DwForm.Addr, 0x1122_3344_5566_7788, 0x1122_3344_5566_7788 },
        { DwForm.Data1, 0xfe, 0xfe },
        { DwForm.Data2, 0xfedc, 0xfedc },
        { DwForm.Data4, 0xfedc_ba98, 0xfedc_ba98 },
        { DwForm.Data8, 0xfedc_ba98_7654_3210, 0xfedc_ba98_7654_3210 },
        { DwForm.Sdata, unchecked((ulong)-2), unchecked((ulong)-2) },
        { DwForm.Sdata, 1ul << 63, 1ul << 63 },
        { DwForm.Udata, ulong.MaxValue, ulong.MaxValue },
        { DwForm.Flag, 1, 1 },
        { DwForm.Flag, 0, 0 },
        { DwForm.FlagPresent, 0, 1 },
        { DwForm.ImplicitConst, unchecked((ulong)-300), unchecked((ulong)-300) },
        { DwForm.Ref1, 0x12, 0x12 },
        { DwForm.Ref2, 0x1234, 0x1234 },
        { DwForm.Ref4, 0x1234_5678, 0x1234_5678 },
        { DwForm.Ref8, 0x1122_3344_5566_7788, 0x1122_3344_5566_7788 },
        { DwForm.RefUdata, 300, 300 },
        { DwForm.RefAddr, 0x1234_5678, 0x1234_5678 },
        { DwForm.RefSig8, 0x1122_3344_5566_7788, 0x1122_3344_5566_7788 },
        { DwForm.RefSup4, 0x1234_5678, 0x1234_5678 },
        { DwForm.RefSup8, 0x1122_3344_5566_7788, 0x1122_3344_5566_7788 },
        { DwForm.SecOffset, 0x1234_5678, 0x1234_5678 },
        { DwForm.Strp, 0x1234_5678, 0x1234_5678 },
        { DwForm.LineStrp, 0x1234_5678, 0x1234_5678 },
        { DwForm.StrpSup, 0x1234_5678, 0x1234_5678 },
        { DwForm.Strx, 300, 300 },
        { DwForm.Strx1, 0xfe, 0xfe },
        { DwForm.Strx2, 0xfedc, 0xfedc },
        { DwForm.Strx3, 0xfedcba, 0xfedcba },
        { DwForm.Strx4, 0xfedc_ba98, 0xfedc_ba98 },
        { DwForm.Addrx, 300, 300 },
        { DwForm.Addrx1, 0xfe, 0xfe },
        { DwForm.Addrx2, 0xfedc, 0xfedc },
        { DwForm.Addrx3, 0xfedcba, 0xfedcba },
        { DwForm.Addrx4, 0xfedc_ba98, 0xfedc_ba98 },
        { DwForm.Loclistx, 300, 300 },
        { DwForm.Rnglistx, 300, 300 },
        { DwForm.GnuAddrIndex, 300, 300 },
        { DwForm.GnuStrIndex, 300, 300 },
        { DwForm.GnuRefAlt, 0x1234_5678, 0x1234_5678 },
        { DwForm.GnuStrpAlt, 0x1234_5678, 0x1234_5678 },
    };

    /// <summary>The forms that hold a block.</summary>
    public static TheoryData<DwForm, int> Blocks { get; } = new()
    {
        { DwForm.Block1, 0 },
        { DwForm.Block1, 255 },
        { DwForm.Block2, 300 },
        { DwForm.Block4, 70_000 },
        { DwForm.Block, 300 },
        { DwForm.Exprloc, 0 },
        { DwForm.Exprloc, 300 },
        { DwForm.Data16, 16 },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Numbers_are_read_and_passed_over(DwForm form, ulong value, ulong raw)
    {
        foreach (ByteOrder order in (ByteOrder[])[ByteOrder.Little, ByteOrder.Big])
        {
            ReadsAndSkips(At(DwAttribute.ConstValue, form, value), form, raw, order);
            if (form != DwForm.ImplicitConst)
            {
                ReadsAndSkips(At(DwAttribute.ConstValue, form, value).Indirectly(), form, raw, order);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Blocks_are_read_and_passed_over(DwForm form, int length)
    {
        byte[] block = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        ReadsAndSkips(At(DwAttribute.ConstValue, form, block), form, (ulong)length, ByteOrder.Little);
        ReadsAndSkips(At(DwAttribute.ConstValue, form, block).Indirectly(), form, (ulong)length, ByteOrder.Big);
        foreach (ByteOrder order in (ByteOrder[])[ByteOrder.Little, ByteOrder.Big])
        {
            using OpenDwarf dwarf = OpenDwarf.Of(Around(new UnitSpec(), At(DwAttribute.ConstValue, form, block), order), order);
            AttributeValue value = ReadAttribute(dwarf.File.Units[0]);
            Assert.Equal(form != DwForm.Data16, dwarf.File.Units[0].TryBlock(value, out Region bytes));
            Assert.Equal(form != DwForm.Data16 ? block : [], bytes.Span().ToArray());
        }
    }

    [Theory]
    [InlineData(ByteOrder.Little, "10112233445566778899aabbccddeeff")]
    [InlineData(ByteOrder.Big, "ffeeddccbbaa99887766554433221110")]
    public void Data_of_16_bytes_is_a_number(ByteOrder order, string expected)
    {
        byte[] bytes = Convert.FromHexString("ffeeddccbbaa99887766554433221110");
        using OpenDwarf dwarf = OpenDwarf.Of(Around(new UnitSpec(), At(DwAttribute.ConstValue, DwForm.Data16, bytes), order), order);
        DwarfUnit unit = dwarf.File.Units[0];
        Assert.True(unit.TryData16(ReadAttribute(unit), out UInt128 data));
        Assert.Equal(expected, data.ToString("x32", System.Globalization.CultureInfo.InvariantCulture));
        Assert.False(unit.TryData16(new AttributeValue(DwForm.Data8, 1, 0), out _));
    }

    [Fact]
    public void Inline_strings_are_passed_over()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(Around(new UnitSpec(), Name("name"), ByteOrder.Little));
        Assert.Equal(NamesRead, ReadNames(dwarf.File.Units[0]));
        Assert.Equal(NamesRead, SkipToMarker(dwarf.File.Units[0]));
    }

    [Theory]
    [InlineData(2, false, 8, 8)]
    [InlineData(2, true, 8, 8)]
    [InlineData(2, false, 4, 4)]
    [InlineData(2, true, 4, 4)]
    [InlineData(2, false, 2, 2)]
    [InlineData(2, false, 1, 1)]
    [InlineData(3, false, 8, 4)]
    [InlineData(4, true, 8, 8)]
    [InlineData(5, true, 4, 8)]
    [InlineData(5, false, 2, 4)]
    public void The_size_of_ref_addr_depends_on_the_version(int version, bool is64, byte addressSize, int size)
    {
        UnitSpec unit = new() { Version = (ushort)version, Is64 = is64, AddressSize = addressSize };
        Assert.Equal(size, new UnitFormat((ushort)version, is64, addressSize).RefAddrSize);
        ReadsAndSkips(unit, At(DwAttribute.ConstValue, DwForm.RefAddr, 0x7f), DwForm.RefAddr, 0x7f, ByteOrder.Little);
    }

    [Theory]
    [InlineData(DwForm.Strp)]
    [InlineData(DwForm.SecOffset)]
    [InlineData(DwForm.LineStrp)]
    [InlineData(DwForm.GnuRefAlt)]
    [InlineData(DwForm.GnuStrpAlt)]
    [InlineData(DwForm.StrpSup)]
    public void Offsets_have_eight_bytes_in_64_bit_DWARF(DwForm form) => ReadsAndSkips(
        new UnitSpec { Is64 = true }, At(DwAttribute.ConstValue, form, 0x1122_3344_5566_7788), form, 0x1122_3344_5566_7788,
        ByteOrder.Big);

    [Theory]
    [InlineData(1, 0x12)]
    [InlineData(2, 0x1234)]
    [InlineData(4, 0x1234_5678)]
    [InlineData(8, 0x1234_5678_9abc_def0)]
    public void Addresses_have_the_size_of_the_unit(byte size, ulong address)
    {
        foreach (ByteOrder order in (ByteOrder[])[ByteOrder.Little, ByteOrder.Big])
        {
            ReadsAndSkips(
                new UnitSpec { AddressSize = size }, At(DwAttribute.ConstValue, DwForm.Addr, address), DwForm.Addr, address, order);
        }
    }

    [Theory]
    [InlineData(0x02)]
    [InlineData(0x2d)]
    [InlineData(0x1f00)]
    [InlineData(0xffff)]
    public void Unknown_forms_are_refused_where_their_value_would_be(ushort form)
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit, Raw(DwAttribute.ConstValue, (DwForm)form))));
        DwarfUnit unit = dwarf.File.Units[0];
        string message = $"a.o: .debug_info+0xd: unknown form 0x{form:x}";
        Expect.Malformed(message, () => ReadAll(unit));
        Expect.Malformed(message, () => SkipAll(unit));
    }

    [Theory]
    [InlineData(0ul, "a.o: .debug_info+0xd: indirect form 0x0 is not a form of an entry")]
    [InlineData(0x16ul, "a.o: .debug_info+0xd: indirect form 0x16 is not a form of an entry")]
    [InlineData(0x21ul, "a.o: .debug_info+0xd: indirect form 0x21 is not a form of an entry")]
    [InlineData(0x10000ul, "a.o: .debug_info+0xd: indirect form 0x10000 is not a form of an entry")]
    public void Indirect_forms_are_checked(ulong form, string message)
    {
        byte[] value = new ByteAssembler(ByteOrder.Little).Uleb(form).ToArray();
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit, Raw(DwAttribute.ConstValue, DwForm.Indirect, value))));
        DwarfUnit unit = dwarf.File.Units[0];
        Expect.Malformed(message, () => ReadAll(unit));
        Expect.Malformed(message, () => SkipAll(unit));
    }

    [Theory]
    [InlineData(DwForm.Data8, "00", "a.o: .debug_info+0xd: 0x8 bytes are wanted and 1 are left")]
    [InlineData(DwForm.String, "616263", "a.o: .debug_info+0xd: string is not NUL-terminated")]
    [InlineData(DwForm.Udata, "80", "a.o: .debug_info+0xe: 0x1 bytes are wanted and 0 are left")]
    [InlineData(DwForm.Block1, "0500", "a.o: .debug_info+0xe: 0x5 bytes are wanted and 1 are left")]
    [InlineData(DwForm.Block4, "ffffffff", "a.o: .debug_info+0x11: 0xffffffff bytes are wanted and 0 are left")]
    [InlineData(DwForm.Exprloc, "ffffffffffffffffff01",
        "a.o: .debug_info+0x17: 0x7fffffffffffffff bytes are wanted and 0 are left")]
    public void Values_that_run_past_the_unit_are_refused(DwForm form, string value, string message)
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit, Raw(DwAttribute.ConstValue, form, Convert.FromHexString(value)))));
        DwarfUnit unit = dwarf.File.Units[0];
        Expect.Malformed(message, () => ReadAll(unit));
        Expect.Malformed(message, () => SkipAll(unit));
    }

    private const string NamesRead = "before, after";

    private static void ReadsAndSkips(AttributeSpec attribute, DwForm form, ulong raw, ByteOrder order) =>
        ReadsAndSkips(new UnitSpec(), attribute, form, raw, order);

    private static void ReadsAndSkips(UnitSpec spec, AttributeSpec attribute, DwForm form, ulong raw, ByteOrder order)
    {
        using OpenDwarf dwarf = OpenDwarf.Of(Around(spec, attribute, order), order);
        DwarfUnit unit = dwarf.File.Units[0];
        Assert.Equal((form, raw), ReadValue(unit));
        Assert.Equal(NamesRead, ReadNames(unit));
        Assert.Equal(NamesRead, SkipToMarker(unit));
    }

    /// <summary>The attribute between two others, so that a wrong length shows.</summary>
    private static DwarfBuilder Around(UnitSpec spec, AttributeSpec attribute, ByteOrder order) => new DwarfBuilder(order)
        .Unit(spec, Die(
            DwTag.CompileUnit,
            Die(DwTag.Variable, At(DwAttribute.LinkageName, DwForm.String, "before"), attribute, Name("x")),
            Die(DwTag.Variable, At(DwAttribute.LinkageName, DwForm.String, "after"))));

    private static (DwForm Form, ulong Raw) ReadValue(DwarfUnit unit) =>
        ReadAttribute(unit) is var value ? (value.Form, value.Raw) : default;

    private static AttributeValue ReadAttribute(DwarfUnit unit)
    {
        DieReader reader = unit.Entries();
        reader.Next();
        reader.Next();
        while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
        {
            if (attribute == DwAttribute.ConstValue)
            {
                return value;
            }
        }

        return default;
    }

    /// <summary>The linkage names, with all other attributes read.</summary>
    private static string ReadNames(DwarfUnit unit) => Names(unit, readAll: true);

    /// <summary>The linkage names, with all attributes after them left.</summary>
    private static string SkipToMarker(DwarfUnit unit) => Names(unit, readAll: false);

    private static string Names(DwarfUnit unit, bool readAll)
    {
        List<string> names = [];
        DieReader reader = unit.Entries();
        while (reader.Next())
        {
            while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
            {
                if (attribute == DwAttribute.LinkageName)
                {
                    names.Add(System.Text.Encoding.UTF8.GetString(unit.StringOrEmpty(value, out _)));
                    if (!readAll)
                    {
                        break;
                    }
                }
            }
        }

        return string.Join(", ", names);
    }

    private static void ReadAll(DwarfUnit unit)
    {
        DieReader reader = unit.Entries();
        while (reader.Next())
        {
            while (reader.NextAttribute(out _, out _))
            {
            }
        }
    }

    private static void SkipAll(DwarfUnit unit)
    {
        DieReader reader = unit.Entries();
        while (reader.Next())
        {
        }
    }
}
