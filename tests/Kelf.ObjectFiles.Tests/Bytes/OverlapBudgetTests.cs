// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bytes;

public sealed class OverlapBudgetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void Sixteen_times_the_section_and_64_KiB_may_be_spent(int size)
    {
        using NativeBuffer buffer = InMemory.File(new byte[size]);
        OverlapBudget budget = new(buffer.Contents, "names");
        long all = (16L * size) + 65_536;
        budget.Spend(0, all - 1);
        budget.Spend(0, 0);
        budget.Spend(0, 1);
        Expect.Malformed(
            "a.o: +0x7: names overlap: together they have over 16 times the section's size", () => budget.Spend(7, 1));

        // Once it is spent it stays so.
        Assert.Throws<MalformedFileException>(() => budget.Spend(0, 0));
    }
}
