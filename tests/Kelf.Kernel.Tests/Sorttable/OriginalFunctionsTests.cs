// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Sorttable;

using Xunit;

namespace Kelf.Kernel.Tests.Sorttable;

/// <summary>How the original understands a listing of nm, mistakes included.</summary>
public sealed class OriginalFunctionsTests
{
    [Theory]
    // The first and the last address of a function, and those around it.
    [InlineData("1000 10 T f\n", 0x1000, true)]
    [InlineData("1000 10 T f\n", 0x100f, true)]
    [InlineData("1000 10 T f\n", 0x1010, false)]
    [InlineData("1000 10 T f\n", 0xfff, false)]
    // Letters of functions.
    [InlineData("1000 10 t f\n", 0x1000, true)]
    [InlineData("1000 10 W f\n", 0x1000, true)]
    [InlineData("1 1 T g\n1000 10 D f\n", 0x1000, false)]
    [InlineData("1 1 T g\n1000 10 w f\n", 0x1000, false)]
    // Lines of any order.
    [InlineData("2000 10 T g\n1000 10 T f\n3000 10 T h\n", 0x1008, true)]
    // A name of one letter without a size eats the next address, and the function there is lost.
    [InlineData("200 a i\n1000 10 T func\n2000 10 T gunc\n", 0x1008, false)]
    [InlineData("200 a i\n1000 10 T func\n2000 10 T gunc\n", 0x2008, true)]
    // A name that begins with the letter of functions becomes an empty one.
    [InlineData("1000 T trace\n1000 10 T f\n", 0x1008, true)]
    // An empty function stands before the real one, and the search ends at it.
    [InlineData("500 10 T e\n1000 10 T f\n1000 0 T start\n", 0x1008, true)]
    [InlineData("500 10 T e\n1000 0 T start\n1000 10 T f\n", 0x1008, true)]
    [InlineData("1000 10 T f\n1000 0 T start\n", 0x1008, false)]
    // No functions: nothing is zeroed.
    [InlineData("", 0x1008, true)]
    [InlineData("nm: vmlinux: no symbols\n", 0x1008, true)]
    // Numbers as strtoull reads them.
    [InlineData("1000zz 10 T f\n", 0x1008, true)]
    [InlineData("zz 10 T f\n", 0x8, true)]
    [InlineData("ffffffff81000000 0000000000000010 T f", 0xffff_ffff_8100_000f, true)]
    public void Finds(string listing, ulong address, bool isFound) =>
        Assert.Equal(isFound, new OriginalFunctions(Encoding.ASCII.GetBytes(listing)).Contains(address, 0));

    [Theory]
    [InlineData(0xff7, false)]
    [InlineData(0xff8, true)]
    [InlineData(0x1010, false)]
    public void Finds_what_stands_before_a_function(ulong address, bool isFound) =>
        Assert.Equal(isFound, new OriginalFunctions("1000 10 T f\n"u8.ToArray()).Contains(address, 8));
}
