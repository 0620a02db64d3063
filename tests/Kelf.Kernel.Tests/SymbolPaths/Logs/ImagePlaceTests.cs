// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Elf;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths.Logs;

/// <summary>Where the kernel lay: what a log tells of it, and what is made of that.</summary>
public sealed class ImagePlaceTests
{
    // At 0x1000, 0x1010 and 0x1020, then one that is longer, and one that stands for the end.
    private static readonly string[] s_symbols = ["t show a.c", "t show b.c", "t other c.c", "t show d.c", "-", "T end x.c"];

    [Theory]
    // A unique name; a size that only one has; not one of several.
    [InlineData("[<0000000021001024>] other+0x4/0x10\n", "[<0000000021001014>] b.c:show+0x4/0x10\n")]
    [InlineData("[<0000000021001034>] show+0x4/0x20\n", "[<0000000021001014>] b.c:show+0x4/0x10\n")]
    [InlineData("[<0000000021001004>] show+0x4/0x10\n", "[<0000000021001014>] {a.c|b.c}:show+0x4/0x10\n")]
    // Of another kernel: the size is not that of the name.
    [InlineData("[<0000000021001024>] other+0x4/0x18\n", "[<0000000021001014>] {a.c|b.c}:show+0x4/0x10\n")]
    // They have to agree.
    [InlineData("[<0000000021001024>] other+0x4/0x10\n[<0000000022001024>] other+0x4/0x10\n", "[<0000000021001014>] {a.c|b.c}:show+0x4/0x10\n")]
    public void Frames_tell_the_offset(string evidence, string expected)
    {
        SymbolFinder finder = Sketch.Finder(s_symbols);
        string log = evidence + "[<0000000021001014>] show+0x4/0x10\n";
        Assert.EndsWith("\n" + expected, LogSketch.Whole(finder, log), StringComparison.Ordinal);
        Assert.EndsWith("\n" + expected, LogSketch.Stream(finder, log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ElfMachine.X8664, 0x200000, true)]
    [InlineData(ElfMachine.X8664, 0x100000, false)]
    [InlineData(ElfMachine.I386, 0x2000, true)]
    [InlineData(ElfMachine.I386, 0x1000, false)]
    [InlineData(ElfMachine.AArch64, 0x1000, true)]
    [InlineData(ElfMachine.AArch64, 0x800, false)]
    [InlineData(ElfMachine.Arm, 0x1000, true)]
    [InlineData(ElfMachine.Arm, 0x800, false)]
    public void What_cannot_be_is_no_evidence(ElfMachine machine, ulong offset, bool isPlausible)
    {
        SymbolFinder finder = LogSketch.Kernel(machine, s_symbols);
        foreach (string evidence in new[] { $"Kernel Offset: 0x{offset:x} from 0x1000\n", $"[<{offset + 0x1024:x16}>] other+0x4/0x10\n" })
        {
            string log = evidence + $"[<{offset + 0x1014:x16}>]\n";
            string decoded = LogSketch.Whole(finder, System.Text.Encoding.ASCII.GetBytes(log), new LogSettings(), out LogDecoder decoder);
            Assert.Equal(isPlausible, decoded.EndsWith(">] b.c:show+0x4/0x10\n", StringComparison.Ordinal));
            Assert.Equal(isPlausible ? null : offset, decoder.ImplausibleOffset);
        }
    }

    /// <summary>The kernel says its offset last, when it panics: a file is read to its end first, a stream is not held back.</summary>
    [Fact]
    public void What_comes_last_counts_for_a_file_and_not_for_a_stream()
    {
        SymbolFinder finder = Sketch.Finder(s_symbols);
        const string Log = "[<0000000021001014>] show+0x4/0x10\nKernel Offset: 0x21000000 from 0x1000\n[<0000000021001014>] show+0x4/0x10\n";
        Assert.Equal(Log.Replace("show", "b.c:show", StringComparison.Ordinal), LogSketch.Whole(finder, Log));
        Assert.StartsWith("[<0000000021001014>] {a.c|b.c}:show+0x4/0x10\n", LogSketch.Stream(finder, Log), StringComparison.Ordinal);
        Assert.EndsWith("] b.c:show+0x4/0x10\n", LogSketch.Stream(finder, Log), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_boot_has_an_offset_of_its_own()
    {
        SymbolFinder finder = Sketch.Finder(s_symbols);
        const string Log = "[<0000000021001014>] show+0x4/0x10\nKernel Offset: 0x21000000 from 0x1000\nLinux version 7.3.4 (a@b)\n"
            + "[<0000000021001014>] show+0x4/0x10\nLinux version 7.3.4 (a@b)\nKernel Offset: 0x21000010 from 0x1000\n[<0000000021001014>] show+0x4/0x10\n";
        string[] lines = LogSketch.Whole(finder, Log).Split('\n');
        Assert.Equal(
            ["[<0000000021001014>] b.c:show+0x4/0x10", "[<0000000021001014>] {a.c|b.c}:show+0x4/0x10", "[<0000000021001014>] a.c:show+0x4/0x10"],
            lines.Where(line => line.StartsWith('[')));
    }

    [Theory]
    // A place to return to is after a call, which may be the last instruction; the place where the processor was is what it is.
    [InlineData("[<0000000000001010>]", "[<0000000000001010>] a.c:show+0x10/0x10")]
    [InlineData("IP: [<0000000000001010>]", "IP: [<0000000000001010>] b.c:show+0x0/0x10")]
    [InlineData("[<0000000000000fff>]", "[<0000000000000fff>]")]
    [InlineData("[<0000000000001018>] [<0000000000001028>]\r", "[<0000000000001018>] b.c:show+0x8/0x10 [<0000000000001028>] c.c:other+0x8/0x10\r")]
    [InlineData("Function entered at [<00001018>] from [<00001028>]", "Function entered at [<00001018>] b.c:show+0x8/0x10 from [<00001028>] c.c:other+0x8/0x10")]
    public void An_address_alone_gets_its_function_when_the_offset_is_known(string line, string expected)
    {
        SymbolFinder finder = Sketch.Finder(s_symbols);
        Assert.Equal(line, LogSketch.Whole(finder, line));
        Assert.Equal("Kernel Offset: disabled\n" + expected, LogSketch.Whole(finder, "Kernel Offset: disabled\n" + line));
    }

    /// <summary>arm and riscv print the address of a name two lines later.</summary>
    [Theory]
    [InlineData(ElfMachine.Arm, "PC is at show+0x4/0x10\nLR is at show+0x4/0x10\npc : [<00001014>]    lr : [<00001004>]    psr: 60000013\n")]
    [InlineData(ElfMachine.RiscV, "epc : show+0x4/0x10\n ra : show+0x4/0x10\nepc : 0000000000001014 ra : 0000000000001004 sp : ff20000000000000\n")]
    public void Registers_tell_which_function_the_names_above_mean(ElfMachine machine, string log)
    {
        SymbolFinder finder = LogSketch.Kernel(machine, s_symbols);
        IReadOnlyList<DecodedFrame> frames = LogSketch.Frames(finder, "Kernel Offset: disabled\n" + log);
        Assert.Equal([1, 0], frames.Select(frame => Assert.Single(frame.Candidates).Entry));
        Assert.All(frames, frame => Assert.Equal(FrameEvidence.Address, frame.Evidence));
    }
}
