// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Relocs;

using Xunit;

namespace Kelf.Kernel.Tests.Relocs;

/// <summary>The rules that an image's banner asks for.</summary>
public sealed class DetectedRulesTests
{
    [Theory]
    [InlineData("Linux version 6.1.192 (builder@host)", RelocationRules.Linux61)]
    [InlineData("Linux version 5.10.0-8-amd64 (builder@host)", RelocationRules.Linux61)]
    [InlineData("Linux version 6.7.9-rc1 (builder@host)", RelocationRules.Linux61)]
    [InlineData("Linux version 6.8.0 (builder@host)", RelocationRules.Linux612)]
    [InlineData("Linux version 6.12.117 (builder@host)", RelocationRules.Linux612)]
    [InlineData("Linux version 6.14.0 (builder@host)", RelocationRules.Linux612)]
    [InlineData("Linux version 6.15.0-rc1+ (builder@host)", RelocationRules.Linux73)]
    [InlineData("Linux version 7.3.0 (builder@host)", RelocationRules.Linux73)]
    [InlineData("Linux version 10.0.0 (builder@host)", RelocationRules.Linux73)]
    [InlineData("Linux version six (builder@host)", RelocationRules.Linux73)]
    [InlineData("Linux Version 6.1.0 (builder@host)", RelocationRules.Linux73)]
    public void The_release_decides(string banner, RelocationRules rules)
    {
        using TestImage image = TestImage.From(new KernelSketch().Banner(banner).Relocate(1, "own").Elf.Build());
        Assert.Equal(rules, image.Image.DetectedRules);
    }

    [Fact]
    public void Without_a_banner_they_are_the_newest()
    {
        using TestImage image = TestImage.Of("kernel");
        Assert.Equal(RelocationRules.Linux73, image.Image.DetectedRules);
    }

    [Fact]
    public void A_table_follows_the_banner_unless_rules_are_given()
    {
        KernelSketch kernel = new KernelSketch().Banner("Linux version 6.12.117 (a@b)").Relocate(1, "own");
        Assert.Equal("Add64:10 Subtract32: Add32:", kernel.Places(rules: null));
        Assert.Equal("Add64:10 Add32:", kernel.Places(RelocationRules.Linux73));
    }

    [Fact]
    public void A_banner_outside_its_section_is_none()
    {
        KernelSketch kernel = new KernelSketch().Relocate(1, "own");
        kernel.Elf.Section(".rodata", new byte[64])
            .Symbol("linux_banner", ".rodata", 0x1000, type: ObjectFiles.Elf.ElfSymbolType.Object);
        Assert.Equal("Add64:10 Add32:", kernel.Places(rules: null));
    }
}
