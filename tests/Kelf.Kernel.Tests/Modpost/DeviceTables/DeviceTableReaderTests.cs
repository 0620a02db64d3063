// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Modpost.DeviceTables;
using Kelf.Kernel.Modpost.DeviceTables.Records;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Releases;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Errors;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Modpost.DeviceTables;

public sealed class DeviceTableReaderTests
{
    private const int SpiSize = 40;

    [Theory]
    [InlineData("__mod_device_table__kmod_8250__acpi__ids", ModpostRelease.Linux73, "8250", "acpi", "ids")]
    [InlineData("__mod_device_table__0__kmod_drv__spi__ids", ModpostRelease.Linux73, "drv", "spi", "ids")]
    [InlineData("__mod_device_table__12__x__kmod_snd_x__spi__ids__b.llvm.123", ModpostRelease.Linux73, "snd_x", "spi", "ids__b.llvm.123")]
    [InlineData("__mod_device_table__0__kmod_drv__spi", ModpostRelease.Linux73, null, null, null)]
    [InlineData("__mod_device_table__0__drv__spi__ids", ModpostRelease.Linux73, null, null, null)]
    [InlineData("__mod_spi__ids_device_table", ModpostRelease.Linux73, null, null, null)]
    [InlineData("__mod_spi__ids_device_table", ModpostRelease.Linux612, "", "spi", "ids_device_table")]
    [InlineData("__mod_mhi_ep__ids__b_device_table", ModpostRelease.Linux61, "", "mhi_ep", "ids__b_device_table")]
    [InlineData("__mod_spi__ids", ModpostRelease.Linux612, null, null, null)]
    [InlineData("__mod_spi_ids_device_table", ModpostRelease.Linux612, null, null, null)]
    [InlineData("_mod_spi__ids_device_table", ModpostRelease.Linux612, null, null, null)]
    public void Names_of_tables(string symbol, ModpostRelease release, string? module, string? type, string? name)
    {
        DeviceTableName? parsed = DeviceTableName.Parse(symbol, release);
        Assert.Equal(module is null ? null : new DeviceTableName(module, type!, name!), parsed);
        Assert.True(parsed is null || symbol.AsSpan().StartsWith(Encoding.ASCII.GetString(DeviceTableReader.PrefixOf(release))));
    }

    [Fact]
    public void All_records_but_the_last_make_aliases_those_of_zeros_too()
    {
        TableObject.Result result = Read(ModpostRelease.Linux73, [.. Spi("a"), .. Spi(""), .. Spi("b"), .. Spi("")]);
        Assert.Equal([new Alias("drv", "spi:a"), new Alias("drv", "spi:"), new Alias("drv", "spi:b")], result.Aliases);
        Assert.Empty(result.Messages);
    }

    [Theory]
    [InlineData(ModpostRelease.Linux61, 4)]
    [InlineData(ModpostRelease.Linux612, 4)]
    [InlineData(ModpostRelease.Linux73, 2)]
    public void Duplicates_stay_before_7_3(ModpostRelease release, int count) =>
        Assert.Equal(count, Read(release, [.. Spi("a"), .. Spi("a"), .. Spi("b"), .. Spi("a"), .. Spi("")]).Aliases.Count);

    [Fact]
    public void Of_several_tables_the_first_keeps_an_alias()
    {
        byte[] tables = [.. Spi("a"), .. Spi(""), .. Spi("a"), .. Spi("b"), .. Spi("")];
        ElfBuilder elf = TableObject.NewElf(RecordLayout.Lp64, ByteOrder.Little).Section(".rodata", tables)
            .Symbol("__mod_device_table__0__kmod_two__spi__t", ".rodata", 80, 120, ElfSymbolBinding.Local, ElfSymbolType.Object)
            .Symbol("__mod_device_table__0__kmod_one__spi__t", ".rodata", 0, 80, ElfSymbolBinding.Local, ElfSymbolType.Object);
        Assert.Equal([new Alias("two", "spi:a"), new Alias("two", "spi:b")], TableObject.Read(elf, ModpostRelease.Linux73).Aliases);
    }

    // Cards before 7.3: what an earlier card has; 7.3: what the module has.
    [Theory]
    [InlineData(ModpostRelease.Linux612, "pnp:dA1* acpi*:A1:* pnp:dA1* acpi*:A1:* pnp:da1* acpi*:A1:* pnp:dB1* acpi*:B1:*")]
    [InlineData(ModpostRelease.Linux73, "pnp:dA1* acpi*:A1:* pnp:da1* pnp:dB1* acpi*:B1:*")]
    public void Cards_leave_out_what_earlier_cards_have(ModpostRelease release, string expected)
    {
        byte[] cards = new byte[3 * 80];
        "A1"u8.CopyTo(cards.AsSpan(16));
        "A1"u8.CopyTo(cards.AsSpan(24));
        "A1"u8.CopyTo(cards.AsSpan(80 + 16));
        "a1"u8.CopyTo(cards.AsSpan(80 + 24));
        "B1"u8.CopyTo(cards.AsSpan(80 + 32));
        "C1"u8.CopyTo(cards.AsSpan(80 + 48)); // after an empty one
        Assert.Equal(expected, string.Join(' ', TableObject.Read(release, "pnp_card", cards).Texts));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(39)]
    [InlineData(41)]
    [InlineData(79)]
    public void A_size_that_is_no_multiple(int size)
    {
        byte[] table = new byte[size];
        Assert.Equal(
            [new Message(MessageLevel.Error, "drv: type mismatch between ids[] and MODULE_DEVICE_TABLE(spi, ...)", -1)],
            Read(ModpostRelease.Linux73, table).Messages);
        foreach (ModpostRelease release in (ModpostRelease[])[ModpostRelease.Linux61, ModpostRelease.Linux612])
        {
            Assert.Equal(
                [new Message(MessageLevel.Fatal, "drv: sizeof(struct spi_device_id)=40 is not a modulo of the size of section "
                    + $"__mod_spi__<identifier>_device_table={size}.\nFix definition of struct spi_device_id in mod_devicetable.h", -1)],
                Read(release, table).Messages);
        }
    }

    [Fact]
    public void Messages_about_cards_call_them_devices_before()
    {
        TableObject.Result result = TableObject.Read(ModpostRelease.Linux612, "pnp_card", new byte[79]);
        Assert.StartsWith("drv: sizeof(struct pnp_device_id)=80 is not a modulo", Assert.Single(result.Messages).Text, StringComparison.Ordinal);
        byte[] cards = new byte[160];
        cards[^1] = 1;
        result = TableObject.Read(ModpostRelease.Linux61, "pnp_card", cards);
        Assert.Equal("drv: struct pnp_device_id is not terminated with a NULL entry!", result.Messages[^1].Text);
    }

    [Fact]
    public void No_record_of_zeros_at_the_end()
    {
        byte[] table = [.. Spi("a"), .. Spi("b")];
        table[^1] = 1;
        TableObject.Result result = Read(ModpostRelease.Linux73, table);
        Assert.Empty(result.Aliases);
        Assert.Equal([new Message(MessageLevel.Error, "drv: ids[] is not terminated with a NULL entry", -1)], result.Messages);
        Assert.Equal(
            [new Message(MessageLevel.Note, "drv: struct spi_device_id is 40 bytes.  The last of 2 is:\n0x62 "
                + string.Concat(Enumerable.Repeat("0x00 ", 38)) + "0x01 ", -1),
                new Message(MessageLevel.Fatal, "drv: struct spi_device_id is not terminated with a NULL entry!", -1)],
            Read(ModpostRelease.Linux61, table).Messages);
    }

    [Fact]
    public void A_text_without_NUL_ends_with_its_field()
    {
        byte[] record = Spi(new string('a', 32));
        TableObject.Result padded = Read(ModpostRelease.Linux73, [.. record, .. Spi("")]);
        "beyond"u8.CopyTo(record.AsSpan(32));
        TableObject.Result result = Read(ModpostRelease.Linux73, [.. Spi("x"), .. record, .. Spi("")]);
        Assert.Equal(["spi:x", "spi:" + new string('a', 32)], result.Texts);
        Assert.Equal([new Message(MessageLevel.Warning, "drv: ids[1].name has no NUL in its 32 bytes: the alias ends with them", -1)], result.Messages);
        Assert.Equal(["spi:" + new string('a', 32)], padded.Texts);
        Assert.Single(padded.Messages);
    }

    [Theory]
    [InlineData(ElfSymbolType.NoType)]
    [InlineData(ElfSymbolType.Function)]
    public void What_is_no_object_is_no_table(ElfSymbolType type) =>
        AssertNothing(Elf(".rodata", 80, type: type));

    [Theory]
    [InlineData(0u)]
    [InlineData(ElfSymbol.AbsoluteSection)]
    [InlineData(ElfSymbol.CommonSection)]
    public void What_is_in_no_section_is_no_table(uint section)
    {
        ElfBuilder elf = TableObject.NewElf(RecordLayout.Lp64, ByteOrder.Little).Section(".rodata", new byte[80])
            .Symbol(TableObject.SymbolOf(ModpostRelease.Linux73, "spi"), section, 0, 80, ElfSymbolBinding.Local, ElfSymbolType.Object);
        AssertNothing(elf);
    }

    [Fact]
    public void Tables_in_sections_of_an_extended_index()
    {
        ElfBuilder elf = new ElfBuilder { ForceExtendedIndices = true }.Section(".rodata", [.. Spi("a"), .. Spi("")])
            .Symbol(TableObject.SymbolOf(ModpostRelease.Linux73, "spi"), ".rodata", 0, 80, ElfSymbolBinding.Local, ElfSymbolType.Object);
        Assert.Equal(["spi:a"], TableObject.Read(elf, ModpostRelease.Linux73).Texts);
    }

    [Theory]
    [InlineData(0x10ul, 80ul)]
    [InlineData(0ul, 120ul)]
    [InlineData(ulong.MaxValue - 39, 40ul)]
    [InlineData(0ul, ulong.MaxValue / 40 * 40)]
    public void A_table_outside_its_section_is_an_error(ulong value, ulong size)
    {
        ElfBuilder elf = TableObject.NewElf(RecordLayout.Lp64, ByteOrder.Little).Section(".rodata", new byte[80])
            .Symbol(TableObject.SymbolOf(ModpostRelease.Linux73, "spi"), ".rodata", value, size, ElfSymbolBinding.Local, ElfSymbolType.Object);
        MalformedFileException error = Assert.Throws<MalformedFileException>(() => TableObject.Read(elf, ModpostRelease.Linux73));
        Assert.Equal(("drv.o", ".rodata"), (error.Diagnostic.File, error.Diagnostic.Section));
    }

    [Fact]
    public void A_table_without_bytes_is_of_zeros()
    {
        Assert.Equal(["spi:"], TableObject.Read(Elf(".bss", 120, ElfSectionType.NoBits), ModpostRelease.Linux73).Texts);
        Assert.Equal(["spi:", "spi:"], TableObject.Read(Elf(".bss", 120, ElfSectionType.NoBits), ModpostRelease.Linux612).Texts);
        Assert.Empty(TableObject.Read(Elf(".bss", 40, ElfSectionType.NoBits), ModpostRelease.Linux73).Texts);
    }

    [Theory]
    [InlineData(160ul, 120ul)]
    [InlineData(40ul << 50, 40ul << 50)]
    public void Zeros_have_their_bounds_too(ulong symbolSize, ulong sectionSize)
    {
        ElfBuilder elf = Elf(".bss", symbolSize, ElfSectionType.NoBits).With(".bss", fields => fields with { Size = sectionSize });
        Assert.Throws<MalformedFileException>(() => TableObject.Read(elf, ModpostRelease.Linux612));
    }

    [Fact]
    public void A_type_that_is_not_known_is_told_since_7_3()
    {
        byte[] table = [.. Spi("a"), .. Spi("")];
        Assert.Equal(
            [new Message(MessageLevel.Warning, "drv: no aliases of ids[]: there are no device tables of type 'spj' (module 'drv')", -1)],
            TableObject.Read(ModpostRelease.Linux73, "spj", table).Messages);
        Assert.Empty(TableObject.Read(ModpostRelease.Linux612, "spj", table).Messages);
    }

    [Theory]
    [InlineData("pci", "class=10203 class_mask=fff000", "Can't handle masks in drv:FFF000")]
    [InlineData("pci", "class_mask=1", "Can't handle masks in drv:0001")]
    [InlineData("pci", "override_only=2", "Unknown PCI driver_override alias 00000002")]
    [InlineData("cdx", "override_only=ff", "Unknown CDX driver_override alias 000000FF")]
    [InlineData("wmi", "guid_string='ABcd'", "Invalid WMI device id 'wmi:ABcd' in 'drv'")]
    [InlineData("wmi", "guid_string='8d9ddcbc-a997-11da-b012-b622a1ef549g'",
        "Invalid character g inside WMI GUID string '8d9ddcbc-a997-11da-b012-b622a1ef549g' in 'drv'")]
    [InlineData("wmi", "guid_string='8d9ddcbcaa997-11da-b012-b622a1ef5490'",
        "Invalid character a inside WMI GUID string '8d9ddcbcaa997-11da-b012-b622a1ef5490' in 'drv'")]
    public void Records_that_make_no_alias(string type, string fields, string message)
    {
        byte[] record = TableObject.Record(DeviceTableTypes.Find(type, ModpostRelease.Linux73)!, RecordLayout.Lp64, ByteOrder.Little, fields);
        TableObject.Result result = TableObject.Read(ModpostRelease.Linux73, type, [.. record, .. new byte[record.Length]]);
        Assert.Empty(result.Aliases);
        Assert.Equal([new Message(MessageLevel.Warning, message, -1)], result.Messages);
    }

    [Fact]
    public void Bits_outside_the_mask_of_AMBA_end_the_run()
    {
        foreach (ModpostRelease release in Enum.GetValues<ModpostRelease>())
        {
            TableObject.Result result = TableObject.Read(release, "amba", [3, 0, 0, 0, 1, .. new byte[27]]);
            Assert.Equal([new Message(MessageLevel.Fatal, "drv: Masked-off bit(s) of AMBA device ID are non-zero: id=0x00000003, "
                + "mask=0x00000001.  Please fix this driver.", -1)], result.Messages);
        }
    }

    [Fact]
    public void Input_aliases_of_7_3_end_at_255()
    {
        DeviceTableType type = DeviceTableTypes.Find("input", ModpostRelease.Linux73)!;
        byte[] table = new byte[400];
        table[0] = 0x20;
        table.AsSpan(type.Format.Field("keybit").Offset.Lp64, 96).Fill(0xff);
        Assert.Equal(
            [new Message(MessageLevel.Fatal, "alias buffer (256) overflow on append (need 4, have 3)", -1)],
            TableObject.Read(ModpostRelease.Linux73, "input", table).Messages);
        string alias = TableObject.Read(ModpostRelease.Linux612, "input", table).Texts.Single();
        Assert.Equal(("input:b*v*p*e*-e*k*71,*72,*", 0x300 - 0x71), (alias[..27], alias.Split(",*").Length - 1));
    }

    private static TableObject.Result Read(ModpostRelease release, byte[] table) => TableObject.Read(release, "spi", table);

    private static ElfBuilder Elf(string section, ulong size, ElfSectionType kind = ElfSectionType.ProgramBits, ElfSymbolType type = ElfSymbolType.Object) =>
        TableObject.NewElf(RecordLayout.Lp64, ByteOrder.Little).Section(section, new byte[Math.Min(size, 120)], kind)
            .Section(".pad", new byte[300])
            .Symbol(TableObject.SymbolOf(ModpostRelease.Linux73, "spi"), section, 0, size, ElfSymbolBinding.Local, type)
            .Symbol(TableObject.SymbolOf(ModpostRelease.Linux612, "spi"), section, 0, size, ElfSymbolBinding.Local, type);

    private static void AssertNothing(ElfBuilder elf)
    {
        TableObject.Result result = TableObject.Read(elf, ModpostRelease.Linux73);
        Assert.Empty(result.Aliases);
        Assert.Empty(result.Messages);
    }

    private static byte[] Spi(string name)
    {
        byte[] record = new byte[SpiSize];
        Encoding.ASCII.GetBytes(name).CopyTo(record, 0);
        return record;
    }
}
