// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared.Modules;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Shared.Modules;

/// <summary>Tables of exports in the layouts of 4.14 to 7.3, of which only some have a real kernel here.</summary>
public sealed class ExportTableTests
{
    private const ulong TableAddress = 0x8100_0000;
    private const ulong StringsAddress = 0x8100_1000;

    // alpha_beta at 0, its end "beta" at 6, NET_NS at 11, zeta at 18.
    private static readonly byte[] s_strings = "alpha_beta\0NET_NS\0zeta\0"u8.ToArray();

    [Theory]
    [InlineData(ElfClass.Elf64, ByteOrder.Little, 12, true)]
    [InlineData(ElfClass.Elf32, ByteOrder.Little, 12, true)]
    [InlineData(ElfClass.Elf64, ByteOrder.Big, 12, true)]
    [InlineData(ElfClass.Elf64, ByteOrder.Little, 24, false)]
    [InlineData(ElfClass.Elf32, ByteOrder.Big, 12, false)]
    public void With_namespaces(ElfClass elfClass, ByteOrder order, int size, bool isRelative)
    {
        byte[] table = Table(elfClass, order, size, isRelative, [(6, 11), (18, null)]);
        using NativeBuffer buffer = Image(elfClass, order, table, "__ksymtab_gpl", [0x11223344, 0xaabbccdd]);
        Assert.Equal(
            [new ExportedSymbol("beta", 0x11223344, true, "NET_NS"), new ExportedSymbol("zeta", 0xaabbccdd, true, "")],
            ExportTable.Read(ElfFile.Parse(buffer.Contents)));
    }

    [Theory]
    [InlineData(ElfClass.Elf64, 8, true)]
    [InlineData(ElfClass.Elf64, 16, false)]
    [InlineData(ElfClass.Elf32, 8, false)]
    public void Before_namespaces(ElfClass elfClass, int size, bool isRelative)
    {
        byte[] table = Table(elfClass, ByteOrder.Little, size, isRelative, [(0, null), (6, null), (18, null)]);
        using NativeBuffer buffer = Image(elfClass, ByteOrder.Little, table, "__ksymtab", []);
        Assert.Equal(
            [new ExportedSymbol("alpha_beta", 0, false, ""), new ExportedSymbol("beta", 0, false, ""), new ExportedSymbol("zeta", 0, false, "")],
            ExportTable.Read(ElfFile.Parse(buffer.Contents)));
    }

    [Fact]
    public void Flags_say_what_names_of_sections_said()
    {
        byte[] table = Table(ElfClass.Elf64, ByteOrder.Little, 12, isRelative: true, [(0, null), (18, null)]);
        using NativeBuffer buffer = Image(ElfClass.Elf64, ByteOrder.Little, table, "__ksymtab", [1, 2], [0, 1]);
        Assert.Equal([false, true], ExportTable.Read(ElfFile.Parse(buffer.Contents)).Select(symbol => symbol.IsGplOnly));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_module_has_relocations(bool usesAddends)
    {
        byte[] table = new byte[12];
        // Where addends are in place, they are in the field.
        table[4] = usesAddends ? (byte)0 : (byte)6;
        using NativeBuffer buffer = new ElfBuilder(usesAddends ? ElfClass.Elf64 : ElfClass.Elf32, machine: usesAddends ? ElfMachine.X8664 : ElfMachine.I386)
            .Section("__ksymtab", table, flags: ElfSectionFlags.Allocated)
            .Section("__kcrctab", [4, 3, 2, 1], flags: ElfSectionFlags.Allocated)
            .Section("__ksymtab_strings", s_strings, flags: ElfSectionFlags.Allocated)
            .Section(".text", [0])
            .Symbol("beta", ".text")
            .Relocate("__ksymtab", 0, 2, "beta")
            .Relocate("__ksymtab", 4, 2, "__ksymtab_strings", usesAddends ? 6 : 0)
            .BuildInMemory();
        Assert.Equal([new ExportedSymbol("beta", 0x01020304, false, "")], ExportTable.Read(ElfFile.Parse(buffer.Contents)));
    }

    [Fact]
    public void Versions_may_be_elsewhere()
    {
        byte[] table = Table(ElfClass.Elf64, ByteOrder.Little, 12, isRelative: true, [(0, null)]);
        // The version is where 0x8100_2000 + distance leads: into .rodata at 0x8100_3000.
        using NativeBuffer buffer = Image(ElfClass.Elf64, ByteOrder.Little, table, "__ksymtab", [0x1000 + 4], null, builder => builder
            .Section(".rodata", [0, 0, 0, 0, 0x78, 0x56, 0x34, 0x12], flags: ElfSectionFlags.Allocated)
            .With(".rodata", fields => fields with { Address = 0x8100_3000 })
            .Symbol("__crc_alpha_beta", ".rodata", 0x8100_3004));
        Assert.Equal(0x12345678u, Assert.Single(ExportTable.Read(ElfFile.Parse(buffer.Contents))).Crc);
    }

    [Fact]
    public void Without_exports_there_are_none()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".text", [0]).BuildInMemory();
        Assert.Empty(ExportTable.Read(ElfFile.Parse(buffer.Contents)));
    }

    [Fact]
    public void Other_layouts_are_refused()
    {
        using NativeBuffer buffer = Image(ElfClass.Elf64, ByteOrder.Little, new byte[20], "__ksymtab", []);
        Assert.Contains("__ksymtab+0x0: the entries of __ksymtab have no layout that is known here", Refusal(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_version_is_noticed()
    {
        byte[] table = Table(ElfClass.Elf64, ByteOrder.Little, 12, isRelative: true, [(0, null), (18, null)]);
        using NativeBuffer buffer = Image(ElfClass.Elf64, ByteOrder.Little, table, "__ksymtab", [1]);
        Assert.Contains("__kcrctab", Refusal(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_no_longer_than_a_symbol_can_be()
    {
        byte[] table = Table(ElfClass.Elf64, ByteOrder.Little, 12, isRelative: true, [(0, null)]);
        byte[] strings = [.. Enumerable.Repeat((byte)'a', 600), 0];
        using NativeBuffer buffer = Image(ElfClass.Elf64, ByteOrder.Little, table, "__ksymtab", [], null, null, strings);
        Assert.Contains("string is longer than 512 bytes", Refusal(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_references_to_long_names_have_an_end()
    {
        byte[] table = Table(ElfClass.Elf64, ByteOrder.Little, 12, isRelative: true, [.. Enumerable.Repeat<(ulong, ulong?)>((0, null), 2000)]);
        byte[] strings = [.. Enumerable.Repeat((byte)'a', 500), 0];
        // Distances to an empty string, here a NUL.
        using NativeBuffer buffer = Image(ElfClass.Elf64, ByteOrder.Little, table, "__ksymtab", [], null, null, strings);
        Assert.Contains("names of exports overlap", Refusal(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_of_such_a_name_is_no_version()
    {
        byte[] table = Table(ElfClass.Elf64, ByteOrder.Little, 12, isRelative: true, [(0, null)]);
        using NativeBuffer buffer = Image(ElfClass.Elf64, ByteOrder.Little, table, "__ksymtab", [7], null, builder => builder
            .Section(".text", [0, 0, 0, 0], flags: ElfSectionFlags.Allocated)
            .Symbol("__crc_step", ".text", 0, type: ElfSymbolType.Function));
        Assert.Equal(7u, Assert.Single(ExportTable.Read(ElfFile.Parse(buffer.Contents))).Crc);
    }

    private static string Refusal(NativeBuffer buffer) =>
        Assert.Throws<MalformedFileException>(() => ExportTable.Read(ElfFile.Parse(buffer.Contents))).Message;

    private static byte[] Table(ElfClass elfClass, ByteOrder order, int size, bool isRelative, (ulong Name, ulong? Namespace)[] entries)
    {
        int word = isRelative ? 4 : elfClass == ElfClass.Elf64 ? 8 : 4;
        byte[] table = new byte[entries.Length * size];
        for (int i = 0; i < entries.Length; i++)
        {
            Put((i * size) + word, entries[i].Name);
            if (size == 3 * word && entries[i].Namespace is { } name)
            {
                Put((i * size) + (2 * word), name);
            }
            else if (size == 3 * word && isRelative)
            {
                // No namespace: a distance to an empty string, here the NUL that ends the first.
                Put((i * size) + (2 * word), 10);
            }
        }

        return table;

        void Put(int place, ulong offset)
        {
            ulong value = StringsAddress + offset - (isRelative ? TableAddress + (ulong)place : 0);
            for (int b = 0; b < word; b++)
            {
                table[place + (order == ByteOrder.Little ? b : word - 1 - b)] = (byte)(value >> (8 * b));
            }
        }
    }

    private static NativeBuffer Image(
        ElfClass elfClass, ByteOrder order, byte[] table, string name, uint[] versions, byte[]? flags = null,
        Func<ElfBuilder, ElfBuilder>? more = null, byte[]? strings = null)
    {
        byte[] crcs = [.. versions.SelectMany(version =>
            order == ByteOrder.Little ? BitConverter.GetBytes(version) : BitConverter.GetBytes(version).Reverse())];
        ElfBuilder builder = new ElfBuilder(elfClass, order, type: ElfType.Executable)
            .Section(name, table, flags: ElfSectionFlags.Allocated)
            .With(name, fields => fields with { Address = TableAddress })
            .Section(name.Replace("symtab", "crctab", StringComparison.Ordinal), crcs, flags: ElfSectionFlags.Allocated)
            .With(name.Replace("symtab", "crctab", StringComparison.Ordinal), fields => fields with { Address = 0x8100_2000 })
            .Section("__ksymtab_strings", strings ?? s_strings, flags: ElfSectionFlags.Allocated)
            .With("__ksymtab_strings", fields => fields with { Address = StringsAddress });
        if (flags is not null)
        {
            builder = builder.Section("__kflagstab", flags, flags: ElfSectionFlags.Allocated);
        }

        return (more is null ? builder : more(builder)).BuildInMemory();
    }
}
