// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared.Modules;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Shared.Modules;

public sealed class ModuleVersionsTests
{
    [Theory]
    [InlineData(ElfClass.Elf64, ByteOrder.Little)]
    [InlineData(ElfClass.Elf32, ByteOrder.Big)]
    public void A_word_and_a_name(ElfClass elfClass, ByteOrder order)
    {
        int word = elfClass == ElfClass.Elf64 ? 8 : 4;
        byte[] table = new byte[128];
        table[order == ByteOrder.Little ? 0 : word - 1] = 0x11;
        table[64 + (order == ByteOrder.Little ? 0 : word - 1)] = 0x22;
        "printk"u8.CopyTo(table.AsSpan(word));
        "kfree"u8.CopyTo(table.AsSpan(64 + word));
        using NativeBuffer buffer = new ElfBuilder(elfClass, order).Section("__versions", table).BuildInMemory();
        Assert.Equal([("printk", 0x11u), ("kfree", 0x22u)], ModuleVersions.Read(ElfFile.Parse(buffer.Contents)));
    }

    [Fact]
    public void Longer_names_are_preferred()
    {
        string longName = new('r', 300);
        using NativeBuffer buffer = new ElfBuilder()
            .Section("__versions", new byte[64])
            .Section("__version_ext_crcs", [1, 0, 0, 0, 2, 0, 0, 0])
            .Section("__version_ext_names", Encoding.ASCII.GetBytes(longName + "\0kfree\0"))
            .BuildInMemory();
        Assert.Equal([(longName, 1u), ("kfree", 2u)], ModuleVersions.Read(ElfFile.Parse(buffer.Contents)));
    }

    [Theory]
    [InlineData("__versions", 65)]
    [InlineData("__version_ext_crcs", 6)]
    public void A_table_that_ends_too_early_is_malformed(string section, int size)
    {
        using NativeBuffer buffer = new ElfBuilder()
            .Section(section, new byte[size]).Section("__version_ext_names", new byte[8]).BuildInMemory();
        Assert.Contains(section, Assert.Throws<MalformedFileException>(() => ModuleVersions.Read(ElfFile.Parse(buffer.Contents))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_names_than_versions_are_malformed()
    {
        using NativeBuffer buffer = new ElfBuilder()
            .Section("__version_ext_crcs", new byte[8]).Section("__version_ext_names", "a\0"u8.ToArray()).BuildInMemory();
        Assert.Contains("__version_ext_names", Assert.Throws<MalformedFileException>(() => ModuleVersions.Read(ElfFile.Parse(buffer.Contents))).Message, StringComparison.Ordinal);
    }
}
