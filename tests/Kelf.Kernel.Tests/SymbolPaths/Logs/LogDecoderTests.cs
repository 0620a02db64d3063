// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.SymbolPaths.Decode;
using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.Kernel.SymbolPaths.Decode.Scanning;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Elf;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths.Logs;

public sealed class LogDecoderTests
{
    // Each symbol is at 0x1000 and so on, and 0x10 long; the third of the name is longer, as nothing is after it.
    private static readonly SymbolFinder s_finder = Sketch.Finder("t show a.c", "t show b.c", "T alone c.c");

    [Theory]
    [InlineData("[    1.0]  alone+0x4/0x10\n", "[    1.0]  c.c:alone+0x4/0x10\n")]
    [InlineData("RIP: 0010:alone+0x4/0x10\r\n", "RIP: 0010:c.c:alone+0x4/0x10\r\n")]
    [InlineData(" ? alone+0x4/0x10 and then text", " ? c.c:alone+0x4/0x10 and then text")]
    [InlineData("pc : alone+0x4/0x10\nlr : alone+0x8/0x10\n", "pc : c.c:alone+0x4/0x10\nlr : c.c:alone+0x8/0x10\n")]
    [InlineData("c.c:alone+0x4/0x10\n", "c.c:alone+0x4/0x10\n")]
    [InlineData("x.c:alone+0x4/0x10\n", "x.c:alone+0x4/0x10\n")]
    [InlineData("unknown+0x4/0x10 alone+4 0x10/alone\n", "unknown+0x4/0x10 alone+4 0x10/alone\n")]
    [InlineData("alone+0x4/0x10 [veth]\n", "alone+0x4/0x10 [veth]\n")]
    [InlineData("", "")]
    public void Frames_get_paths_and_all_else_stays(string log, string expected) => Assert.Equal(expected, Decode(log));

    [Fact]
    public void A_path_in_the_log_tells_which()
    {
        IReadOnlyList<DecodedFrame> frames = LogSketch.Frames(
            s_finder, "? b.c:show+0x4/0x10\nRIP: 0010:a.c:show+0x4/0x10\nx.c:show+0x4/0x10");
        Assert.Equal([1, 0], frames.Take(2).Select(frame => Assert.Single(frame.Candidates).Entry));
        Assert.Equal([true, false, false], frames.Select(frame => frame.Frame.IsGuess));
        Assert.Empty(frames[2].Candidates);
        Assert.All(frames, frame => Assert.Equal(FrameEvidence.Path, frame.Evidence));
    }

    [Fact]
    public void Of_several_candidates_all_are_named() => Assert.Equal(" {a.c|b.c}:show+0x4/0x10\n", Decode(" show+0x4/0x10\n"));

    [Fact]
    public void An_address_and_the_offset_of_the_kernel_tell_which() => Assert.Equal(
        "Kernel Offset: 0x1000000 from 0x1000\n[<0000000001001014>] b.c:show+0x4/0x10\n",
        Decode("Kernel Offset: 0x1000000 from 0x1000\n[<0000000001001014>] show+0x4/0x10\n"));

    /// <summary>KASLR moves an x86-64 kernel by multiples of 2 MiB: what is left of an address is the same.</summary>
    [Theory]
    [InlineData("[<0000000023201004>] show+0x4/0x10\n", "[<0000000023201004>] a.c:show+0x4/0x10\n")]
    [InlineData("[<0000000023201014>] show+0x4/0x10\n", "[<0000000023201014>] b.c:show+0x4/0x10\n")]
    [InlineData("[<0000000023202014>] show+0x4/0x10\n", "[<0000000023202014>] {a.c|b.c}:show+0x4/0x10\n")]
    [InlineData("[<0000000023101014>] show+0x4/0x10\n", "[<0000000023101014>] {a.c|b.c}:show+0x4/0x10\n")]
    [InlineData("Kernel Offset: disabled\n[<0000000000001004>] show+0x4/0x10\n", "Kernel Offset: disabled\n[<0000000000001004>] a.c:show+0x4/0x10\n")]
    public void Without_an_offset_the_rest_of_an_address_tells_which(string log, string expected)
    {
        SymbolFinder finder = LogSketch.Kernel(ElfMachine.X8664, "t show a.c", "t show b.c", "T alone c.c");
        Assert.Equal(expected, LogSketch.Whole(finder, log));
        // Of a machine of which nothing is known, and without the file.
        string other = log.StartsWith("Kernel", StringComparison.Ordinal) ? expected : log.Replace("show", "{a.c|b.c}:show", StringComparison.Ordinal);
        Assert.Equal(other, Decode(log));
    }

    [Fact]
    public void Frames_tell_what_they_are()
    {
        TraceFrame frame = Assert.Single(FrameScanner.Scan(" ? veth_xmit+0x1a/0x2b0 [veth 0123456789abcdef]"u8));
        Assert.Equal(("veth_xmit", 0x1aul, (ulong?)0x2b0ul, "veth", true), (frame.Name, frame.Offset!.Value, frame.Size, frame.Module, frame.IsGuess));
    }

    [Theory]
    [InlineData("Kernel Offset: 0x2a000000 from 0xffffffff81000000 (relocation range)", 0x2a000000ul)]
    [InlineData("Kernel Offset: disabled", 0ul)]
    [InlineData("no offset", null)]
    public void The_offset_of_the_kernel_is_read(string line, ulong? expected) =>
        Assert.Equal(expected, LogFacts.KernelOffset(Encoding.UTF8.GetBytes(line)));

    /// <summary>The log's name stays, and the readable one follows the frame with all that belongs to it; or it takes its place.</summary>
    [Theory]
    [InlineData("N", " r.rs:N+0x4/0x10 [veth] (P) end\n", " r.rs:N+0x4/0x10 [veth] (P) (kernel::init) end\n", " r.rs:kernel::init+0x4/0x10 [veth] (P) end\n")]
    [InlineData("_ZN4core3fmt5write17h0123456789abcdefE", "N+0x4/0x10", "N+0x4/0x10 (core::fmt::write)", "core::fmt::write+0x4/0x10")]
    [InlineData("_RNvBroken", " N+0x4/0x10\n", " N+0x4/0x10\n", " N+0x4/0x10\n")]
    public void Names_of_rust_become_readable(string name, string shown, string followed, string replaced)
    {
        name = name == "N" ? "_RNvCs2lKf6AS60Zg_6kernel4init" : name;
        SymbolImage image = new(Sketch.Of("t _RNvCs2lKf6AS60Zg_6kernel4init r.rs", "T end x.c"), "veth", elf: null);
        SymbolFinder finder = new([image]);
        byte[] log = Encoding.ASCII.GetBytes(shown.Replace("r.rs:", "", StringComparison.Ordinal).Replace("N", name, StringComparison.Ordinal));
        Assert.Equal(followed.Replace("N", name, StringComparison.Ordinal), LogSketch.Whole(finder, log, new LogSettings(), out _));
        Assert.Equal(
            replaced.Replace("N", name, StringComparison.Ordinal), LogSketch.Whole(finder, log, new LogSettings { ReplacesRustNames = true }, out _));
    }

    private static string Decode(string log) => LogSketch.Whole(s_finder, log);
}
