// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Elf;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths.Logs;

/// <summary>Which symbols a name in a log may mean; the log's name always stays.</summary>
public sealed class FrameNameTests
{
    [Theory]
    // Of one name alone.
    [InlineData("f+0x1/0x10", "a.c:f+0x1/0x10", "t f.isra.0 a.c")]
    [InlineData("f+0x1/0x10", "a.c:f+0x1/0x10", "t f.constprop.0.cold a.c")]
    [InlineData("f+0x1/0x10", "a.c:f+0x1/0x10", "t f.llvm.123 a.c")]
    [InlineData("f.llvm.123+0x1/0x10", "a.c:f.llvm.123+0x1/0x10", "t f.llvm.123 a.c")]
    [InlineData("f.cold+0x1/0x10", "a.c:f.cold+0x1/0x10", "t f.llvm.123.cold a.c")]
    [InlineData("f.isra.0+0x1/0x10", "f.isra.0+0x1/0x10", "t f a.c")]
    // The very name comes first, unless its size is another, and that of the other is not.
    [InlineData("f+0x1/0x10", "b.c:f+0x1/0x10", "t f.isra.0 a.c", "t f b.c")]
    [InlineData("f+0x1/0x20", "b.c:f+0x1/0x20", "t f.isra.0 a.c", "t f b.c", "-")]
    [InlineData("f+0x1/0x20", "a.c:f+0x1/0x20", "t f.isra.0 a.c", "-", "t f b.c")]
    [InlineData("f+0x1/0x30", "b.c:f+0x1/0x30", "t f.isra.0 a.c", "t f b.c")]
    // Kernels before 6.12 print promoted names short, and nobody knows of what release a list of symbols is.
    [InlineData("f+0x1/0x10", "{a.c|b.c}:f+0x1/0x10", "t f a.c", "t f.llvm.123 b.c")]
    public void Variants_are_found_by_the_name_of_their_function(string frame, string expected, params string[] symbols)
    {
        SymbolFinder finder = Sketch.Finder([.. symbols, "T end x.c"]);
        Assert.Equal(expected, LogSketch.Whole(finder, frame));
    }

    [Theory]
    [InlineData("f@net_a_c+0x1/0x10", "net/a.c:f@net_a_c+0x1/0x10")]
    [InlineData("f@a_c+0x1/0x10", "net/a.c:f@a_c+0x1/0x10")]
    [InlineData("f@b_c+0x1/0x10", "net/b.c:f@b_c+0x1/0x10")]
    [InlineData("f@et_b_c+0x1/0x10", "f@et_b_c+0x1/0x10")]
    [InlineData("f@net_b_c_3+0x1/0x10", "net/b.c:f@net_b_c_3+0x1/0x10")]
    [InlineData("f@net_b_c_4+0x1/0x10", "f@net_b_c_4+0x1/0x10")]
    [InlineData("g@net_a_c+0x1/0x10", "g@net_a_c+0x1/0x10")]
    public void Aliases_of_the_tables_are_known(string frame, string expected)
    {
        SymbolFinder finder = Sketch.Finder("t f net/a.c", "t f net/b.c", "t f net/b.c", "T end x.c");
        Assert.Equal(expected, LogSketch.Whole(finder, frame));
    }

    [Fact]
    public void A_path_in_a_log_may_be_the_end_of_one()
    {
        SymbolFinder finder = Sketch.Finder("t f net/core/a.c", "t f net/b.c", "T end x.c");
        DecodedFrame frame = Assert.Single(LogSketch.Frames(finder, " core/a.c:f+0x1/0x10\n"));
        Assert.Equal((0, FrameEvidence.Path), (Assert.Single(frame.Candidates).Entry, frame.Evidence));
    }

    [Fact]
    public void Arms_line_of_a_function_is_about_the_one_that_was_called_from()
    {
        SymbolFinder finder = LogSketch.Kernel(ElfMachine.Arm, "t f a.c", "t f b.c", "-", "t g c.c", "T end x.c");
        Assert.Equal(
            " c.c:g from b.c:f+0x4/0x20\n b.c:f from c.c:g+0x4/0x10\n",
            LogSketch.Whole(finder, " g from f+0x4/0x20\n f from g+0x4/0x10\n"));
    }
}
