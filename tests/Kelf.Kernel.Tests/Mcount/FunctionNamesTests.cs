// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Mcount;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Mcount;

public sealed class FunctionNamesTests
{
    [Theory]
    [InlineData(0ul, "")]
    [InlineData(4ul, "f")]
    [InlineData(7ul, "f+0x3")]
    [InlineData(8ul, "g")]
    [InlineData(0x1000ul, "g+0xff8")]
    [InlineData(ulong.MaxValue, "")]
    public void The_nearest_function_before(ulong offset, string expected)
    {
        using NativeBuffer image = new ElfBuilder()
            .Section(".text", new byte[32], flags: McountTestObjects.Code)
            .Section(".other.text", new byte[32], flags: McountTestObjects.Code)
            .Symbol("$x", ".text", 0, binding: ElfSymbolBinding.Local)
            .Symbol("label", ".text", 4, binding: ElfSymbolBinding.Local)
            .Symbol("f", ".text", 4, type: ElfSymbolType.Function)
            .Symbol("g", ".text", 8, type: ElfSymbolType.Function)
            .Symbol("alias", ".text", 8, type: ElfSymbolType.Function)
            .Symbol("object", ".text", 6, type: ElfSymbolType.Object)
            .Symbol("h", ".other.text", 0, type: ElfSymbolType.Function)
            .BuildInMemory();
        FunctionNames names = FunctionNames.Of(ElfFile.Parse(image.Contents));
        McountRecord record = new(1, offset, 0, 0);
        Assert.Equal((".text", expected), (names.SectionOf(record), names.At(record)));
    }
}
