// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Sorttable;

/// <summary>Relocations of the exception table that a linker kept, by the release of the image.</summary>
public sealed class ExceptionRelocationTests
{
    private const ulong Text = 0xffff_ffff_8100_0000;

    [Theory]
    [InlineData("6.1.192", true)]
    [InlineData("6.12.117", false)]
    [InlineData("7.3.4", false)]
    public void Become_zeros_before_6_12(string release, bool areZeros)
    {
        SortedImage sorted = SortedImage.Of(Image($"Linux version {release} (builder@host) and more"));
        byte[] relocations = sorted.Bytes(".rela__ex_table");
        Assert.Equal(48, relocations.Length);
        Assert.Equal(areZeros, relocations.All(value => value == 0));
    }

    [Fact]
    public void Stay_where_no_banner_tells_a_release() =>
        Assert.Contains(SortedImage.Of(Image("no banner, but as long as one would be")).Bytes(".rela__ex_table"), value => value != 0);

    private static byte[] Image(string banner) => new KernelImage
    {
        Functions = [new("f", Text, 0x40)],
        Exceptions = [(Text + 8, Text + 16, 1), (Text + 4, Text + 20, 2)],
    }.ToElf()
        .Relocate("__ex_table", Text + 0x40, 2, "f")
        .Relocate("__ex_table", Text + 0x44, 2, "f", 4)
        .Section(".rodata", Encoding.ASCII.GetBytes(banner), flags: ElfSectionFlags.Allocated)
        .With(".rodata", header => header with { Address = Text + 0x1000 })
        .Symbol("linux_banner", ".rodata", Text + 0x1000, type: ElfSymbolType.Object)
        .Build();
}
