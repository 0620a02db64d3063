// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Symvers;
using Kelf.Kernel.Symvers.Compare;

using Xunit;

namespace Kelf.Kernel.Tests.Symvers;

/// <summary>What a <c>Module.symvers</c> says, and what is exported.</summary>
public sealed class SymversDifferenceTests
{
    [Fact]
    public void Each_field_that_differs_is_told_and_what_is_missing_or_extra() => Assert.Equal(
        [
            new SymversDifference("a", "extra", null, "drivers/x"),
            new SymversDifference("b", "version", "0x00000001", "0x00000002"),
            new SymversDifference("c", "module", "vmlinux", "net/y"),
            new SymversDifference("c", "export", "EXPORT_SYMBOL", "EXPORT_SYMBOL_GPL"),
            new SymversDifference("c", "namespace", "", "NS"),
            new SymversDifference("d", "missing", "vmlinux", null),
        ],
        SymversDifference.Find(
            Lines("0x1\td\tvmlinux\tEXPORT_SYMBOL\t", "0x1\tb\tvmlinux\tEXPORT_SYMBOL\t", "0x3\tc\tvmlinux\tEXPORT_SYMBOL", "0x4\tsame\tm\tEXPORT_SYMBOL\t"),
            Lines("0x3\tc\tnet/y\tEXPORT_SYMBOL_GPL\tNS", "0x2\tb\tvmlinux\tEXPORT_SYMBOL\t", "0x4\tsame\tm\tEXPORT_SYMBOL\t", "0x9\ta\tdrivers/x\tEXPORT_SYMBOL\t")));

    // Two copies of a module in one directory.
    [Fact]
    public void What_is_exported_twice_is_compared_twice() => Assert.Equal(
        [new SymversDifference("f", "version", "0x00000001", "0x00000002")],
        SymversDifference.Find(Lines("0x1\tf\tm\tEXPORT_SYMBOL\t"), Lines("0x1\tf\tm\tEXPORT_SYMBOL\t", "0x2\tf\tm\tEXPORT_SYMBOL\t")));

    private static SymversLine[] Lines(params string[] lines) => Array.ConvertAll(lines, line => SymversLine.Parse(line, "line"));
}
