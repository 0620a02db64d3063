// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

/// <summary>Tables whose names have paths are those of the image; what only looks so is not.</summary>
public sealed class PathVerifierTests
{
    [Fact]
    public void An_alias_stands_behind_its_entry() => Assert.Equal((2, 0), Verify(name => name == "f" ? ["f", "f@a_c"] : [name]));

    [Fact]
    public void A_name_may_begin_with_a_path() => Assert.Equal((0, 3), Verify(name => name is "f" or "g" ? [$"net/a.c:{name}"] : [name]));

    [Theory]
    [InlineData("f@")]
    [InlineData("f@a.c")]
    [InlineData("h@a_c")]
    [InlineData("f:a_c")]
    public void Another_entry_is_none_of_both(string added) =>
        Assert.Throws<MalformedFileException>(() => Verify(name => name == "f" ? ["f", added] : [name]));

    [Theory]
    [InlineData(":f")]
    [InlineData("a.c:g")]
    [InlineData("a.c:")]
    [InlineData("a.c:ff")]
    public void A_name_behind_a_path_is_the_symbols(string name) =>
        Assert.Throws<MalformedFileException>(() => Verify(plain => plain == "f" ? [name] : [plain]));

    [Fact]
    public void An_entry_has_one_alias_only() =>
        Assert.Throws<MalformedFileException>(() => Verify(name => name == "f" ? ["f", "f@a_c", "f@a_c"] : [name]));

    private static (int Aliases, int Qualified) Verify(Func<string, string[]> namesOf)
    {
        using NativeBuffer file = new KallsymsImage { NamesOf = namesOf }.ToElf().BuildInMemory();
        ElfFile elf = ElfFile.Parse(file.Contents);
        TableMatch match = TableVerifier.Compare(elf, TableVerifier.Decode(elf));
        return (match.Aliases, match.Qualified);
    }
}
