// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.SymbolPaths.Decode.Scanning;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths.Logs;

/// <summary>What is a frame, and what only looks like one.</summary>
public sealed class FrameScannerTests
{
    [Theory]
    // Whatever stands around it.
    [InlineData("[   12.345680][  T123]  f+0x1/0x2", "f+1/2")]
    [InlineData("[Fri Nov 28 11:33:03 2026] f+0x1/0x2\r\n", "f+1/2")]
    [InlineData("Nov 28 11:33:03 host kernel: f+0x1/0x2", "f+1/2")]
    [InlineData("<4>[   12.3] f+0x1/0x2", "f+1/2")]
    [InlineData("> >  f+0x1/0x2", "f+1/2")]
    [InlineData("\u001b[32mf+0x1/0x2\u001b[0m", "f+1/2")]
    [InlineData("\u001b[1;31mf+0x1/0x2", "f+1/2")]
    [InlineData("\u001b[mf+0x1/0x2", "f+1/2")]
    [InlineData("\u001b[0mnet/core/dev.c:f+0x1/0x2", "net/core/dev.c:f+1/2")]
    [InlineData("[<0>] f+0x1/0x2", "f+1/2")]
    [InlineData("(f+0x1/0x2) g.isra.0+0x3/0x4, CPU#0", "f+1/2 g.isra.0+3/4")]
    [InlineData("=> f+0x12/0x40 <ffffffff81234567>", "ffffffff81234567 f+12/40")]
    [InlineData("f+0x4/0x290 <-g+0x6a/0xd0", "f+4/290 g+6a/d0")]
    [InlineData("type_show@kernel_irq_irqdesc_c+0x1/0x2", "type_show@kernel_irq_irqdesc_c+1/2")]
    [InlineData("f+0x1/0x2 [veth 0123456789abcdef0123456789abcdef01234567] (P)", "f+1/2 [veth 0123456789abcdef0123456789abcdef01234567] current")]
    // perf script
    [InlineData("\tffffffff8109e2a4 f+0x4 ([kernel.kallsyms])", "ffffffff8109e2a4 f+4")]
    [InlineData("        ffffffffc0a01234 f+0x4 ([nf_tables])", "ffffffffc0a01234 f+4 [nf_tables]")]
    [InlineData("        ffffffffc0a01234 f+0x4 (/lib/modules/7.3.4/kernel/net/nf-tables.ko.xz)", "ffffffffc0a01234 f+4 [nf-tables]")]
    [InlineData("        ffffffff8109e2a4 f+0x4 (/usr/lib/debug/boot/vmlinux-7.3.4)", "ffffffff8109e2a4 f+4")]
    [InlineData("        ffffffff8109e2a4 f+0x4", "ffffffff8109e2a4 f+4")]
    [InlineData("    f+0x4 [kernel]", "f+4")]
    [InlineData("    7f12345678ab main+0x4 (/usr/bin/program)", "")]
    [InlineData("    7ffd1234abcd main+0x4 ([vdso])", "")]
    [InlineData("    ffffffff8109e2a4 f+0x4 (inlined)", "")]
    // bpftrace
    [InlineData("    f+123\n", "f+7b")]
    [InlineData("    f+123 and more", "")]
    [InlineData("f+123", "")]
    [InlineData("    1+123", "")]
    // names alone
    [InlineData("[   12.3]  f from g+0x10/0x14", "f g+10/14")]
    [InlineData(" f [veth] from g+0x10/0x14 [veth]", "f [veth] g+10/14 [veth]")]
    [InlineData("[<c010e9c0>] (f) from [<c010b0f8>] (g+0x10/0x14)", "c010e9c0 f c010b0f8 g+10/14")]
    [InlineData("called from g+0x10/0x14", "called g+10/14")]
    [InlineData("It was called from g+0x10/0x14", "g+10/14")]
    [InlineData(" => f <ffffffff81234567>", "ffffffff81234567 f")]
    [InlineData(" => f", "")]
    // addresses alone
    [InlineData(" [<ffffffff81234567>]", "ffffffff81234567")]
    [InlineData(" [<c0105b52>] [<c0105c5a>]", "c0105b52 c0105c5a")]
    [InlineData("Function entered at [<c0105b52>] from [<c0105c5a>]", "c0105b52 c0105c5a")]
    [InlineData("[<ffffffff81234567>] f", "")]
    [InlineData("[<ffffffff81234567>] ? f+0x1", "")]
    [InlineData("[<12345>] [<123456789>] [<zzzzzzzz>] [<1234", "")]
    // a line that was cut, and what is no frame
    [InlineData("[<ffffffff81234567>] f+0x1/", "")]
    [InlineData("[<ffffffff81234567>] f+0x1/0x", "")]
    [InlineData("f+0x1", "")]
    [InlineData("f+0x/0x2 f+/0x2 +0x1/0x2 0f+0x1/0x2 f +0x1/0x2", "")]
    [InlineData("Code: 48 89 e5 <0f> 0b 31 c0", "")]
    public void Frames_are_found(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', FrameScanner.Scan(Encoding.UTF8.GetBytes(line)).Select(Text)));

    [Theory]
    [InlineData("f+0x1/0x2 (net/core/dev.c:123)", true)]
    [InlineData("f+0x1/0x2 (P) (entry.S:12)", true)]
    [InlineData("f+0x1/0x2 [m] (a.c:12)", true)]
    [InlineData("f+0x1/0x2 (a.c:?)", true)]
    [InlineData("f+0x1/0x2 (?:7)", true)]
    [InlineData("f+0x1/0x2 (a.c:12 in g)", true)]
    [InlineData("f+0x1/0x2 (a.c:12 (discriminator 2))", true)]
    [InlineData("f+0x1/0x2 (a.h:1 <- b.h:2 <- c.c:3)", true)]
    [InlineData("f+0x1/0x2 ({a.c:12|b.c:34})", true)]
    [InlineData("f+0x1/0x2 ({?|b.c:34})", true)]
    [InlineData("f+0x1/0x2 ({a.c:12 in g|b.c:34|3 more})", true)]
    [InlineData("f+0x1/0x2 (? a.c)", true)]
    [InlineData("f+0x1/0x2 (? {a.c|b.c})", true)]
    [InlineData("f+0x1/0x2 (?)", true)]
    [InlineData("_RNvCs2lKf6AS60Zg_6kernel4init+0x1/0x2 (kernel::init) (a.rs:12)", true)]
    [InlineData("_RNvCs2lKf6AS60Zg_6kernel4init+0x1/0x2 (kernel::exit) (a.rs:12)", false)]
    [InlineData("net/core/dev.c:f+0x1/0x2", false)]
    [InlineData("f+0x1/0x2 (a.c:12", false)]
    [InlineData("f+0x1/0x2 (a.c:12|b.c:34)", false)]
    [InlineData("f+0x1/0x2 (a.c)", false)]
    [InlineData("f+0x1/0x2 (a.c:)", false)]
    [InlineData("f+0x1/0x2 (a.c:x)", false)]
    [InlineData("f+0x1/0x2 (cpu:1)", false)]
    [InlineData("f+0x1/0x2 ({})", false)]
    [InlineData("f+0x1/0x2 ({a.c:1", false)]
    [InlineData("f+0x1/0x2 ()", false)]
    [InlineData("f+0x1/0x2 (P)", false)]
    [InlineData("f+0x1/0x2 (unreliable)", false)]
    [InlineData("0010:f+0x1/0x2", false)]
    public void A_place_in_the_log_is_noticed(string line, bool expected) =>
        Assert.Equal(expected, Assert.Single(FrameScanner.Scan(Encoding.UTF8.GetBytes(line))).HasPlace);

    [Fact]
    public void Bytes_that_are_no_text_end_a_name()
    {
        byte[] line = [0xff, 0x00, .. "f+0x1/0x2"u8, 0x00, 0xc3, .. "g+0x3/0x4"u8, 0xff];
        Assert.Equal([(2, "f"), (13, "g")], FrameScanner.Scan(line).Select(frame => (frame.Start, frame.Name)));
    }

    /// <summary>What a line makes of work is a multiple of its length, whatever is in it.</summary>
    [Theory]
    [InlineData("f+0x1/0x2 ")]
    [InlineData("f+0x1/")]
    [InlineData("+")]
    [InlineData("[<ffffffff81234567>")]
    [InlineData("[<ffffffff81234567>]")]
    [InlineData("a from b+0x1/0x2")]
    [InlineData("\u001b[1;1")]
    [InlineData("f:f+0x1/0x2")]
    public void Long_lines_take_time_by_their_length(string part)
    {
        double one = Work(part, 20_000);
        double ten = Work(part, 200_000);
        Assert.True(ten < (one + 20) * 40, $"{one} ms, and {ten} ms for ten times as much");

        static double Work(string part, int times)
        {
            byte[] line = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, times)));
            ThreadTime time = ThreadTime.Start();
            FrameScanner.Scan(line);
            return time.Elapsed.TotalMilliseconds;
        }
    }

    private static string Text(TraceFrame frame)
    {
        StringBuilder text = new();
        text.Append(frame.Address?.ToString("x", CultureInfo.InvariantCulture)).Append(frame.Address is null || frame.Name == "" ? "" : " ");
        text.Append(frame.Path is null ? "" : frame.Path + ":").Append(frame.Name);
        text.Append(frame.Offset is { } offset ? string.Create(CultureInfo.InvariantCulture, $"+{offset:x}") : "");
        text.Append(frame.Size is { } size ? string.Create(CultureInfo.InvariantCulture, $"/{size:x}") : "");
        text.Append(frame.Module is null ? "" : frame.BuildId is null ? $" [{frame.Module}]" : $" [{frame.Module} {frame.BuildId}]");
        return text.Append(frame.IsCurrent ? " current" : "").ToString();
    }
}
