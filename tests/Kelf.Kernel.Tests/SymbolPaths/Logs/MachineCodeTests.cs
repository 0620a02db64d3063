// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.SymbolPaths.Decode.Output;
using Kelf.Kernel.SymbolPaths.Lookup;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths.Logs;

/// <summary>Machine code in a log: what is read of it, and where its explanation stands.</summary>
public sealed class MachineCodeTests
{
    private static readonly SymbolFinder s_finder = Sketch.Finder("t f f.c", "T end e.c");

    [Theory]
    [InlineData("48 89 e5 <0f> 0b 5d c3", false, "4889E50F0B5DC3", 1, 3)]
    [InlineData("48 89 e5\r\n", false, "4889E5", 1, -1)]
    [InlineData("d503233f a9be7bfd (b9400001)", false, "3F2303D5FD7BBEA9010040B9", 4, 8)]
    [InlineData("7d290378 <7c0803a6>", true, "7D2903787C0803A6", 4, 4)]
    [InlineData("8082 <9002>", false, "82800290", 2, 2)]
    public void Bytes_are_read(string text, bool isBigEndian, string bytes, int unit, int current)
    {
        MachineCode code = MachineCode.Parse(text, isBigEndian)!;
        Assert.Equal((bytes, unit, current), (Convert.ToHexString(code.Bytes.Span), code.Unit, code.Current));
    }

    [Theory]
    [InlineData("Bad RIP value.")]
    [InlineData("Unable to access opcode bytes at 0xffffffff81000000.")]
    [InlineData("00000000001b2c3a: a7f40001 brc 15,00000000001b2c3c")]
    [InlineData("48 8")]
    [InlineData("48")]
    [InlineData("")]
    public void What_is_no_code_is_left(string text) => Assert.Null(MachineCode.Parse(text, isBigEndian: false));

    [Fact]
    public void Endless_code_is_left() =>
        Assert.Null(MachineCode.Parse(string.Concat(Enumerable.Repeat("90 ", 2000)), isBigEndian: false));

    [Fact]
    public void It_is_explained_after_its_line()
    {
        LogSettings settings = new() { ExplainCode = text => text.StartsWith("48", StringComparison.Ordinal) ? "one\ntwo\n" : null };
        byte[] log = "[ 1.0] Code: 48 89 e5\n[ 1.1] f+0x1/0x10\n[ 1.2] Code: Bad RIP value.\nplain\n[ 1.3] Code: 48 89"u8.ToArray();
        const string Expected = "[ 1.0] Code: 48 89 e5\n[ 1.0] one\n[ 1.0] two\n[ 1.1] f.c:f+0x1/0x10\n[ 1.2] Code: Bad RIP value.\nplain\n"
            + "[ 1.3] Code: 48 89\n[ 1.3] one\n[ 1.3] two\n";
        Assert.Equal(Expected, LogSketch.Whole(s_finder, log, settings, out _));
        Assert.Equal(Encoding.ASCII.GetString(log).Replace("f+", "f.c:f+", StringComparison.Ordinal), LogSketch.Whole(s_finder, log, new LogSettings(), out _));
    }
}
