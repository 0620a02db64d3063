// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.SymbolPaths.Decode.Scanning;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths.Logs;

/// <summary>
/// What reports say of functions outside of traces, as the format strings of Linux 7.3 make it. But for that of BUG() none of these lines
/// alone is where the processor was: the address is one to return to, or, with KASAN and the like, that of the access's caller
/// (<c>_RET_IP_</c>).
/// </summary>
public sealed class ReportLogTests
{
    /// <summary>Where the line comes from, the line, and its frames: <c>!</c> for the place where the processor was, <c>?</c> for a guess.</summary>
    [Theory]
    [InlineData("mm/kasan/report.c", "BUG: KASAN: slab-out-of-bounds in f+0x1c/0x30 [veth]", "f [veth]")]
    [InlineData("mm/kasan/report.c, alloc stack", " f+0x1c/0x30", "f")]
    [InlineData("kernel/kcsan/report.c", "BUG: KCSAN: data-race in f / g", "")]
    [InlineData("kernel/kcsan/report.c, one", "BUG: KCSAN: data-race in f+0x1c/0x30", "f")]
    [InlineData("kernel/kcsan/report.c, reordered", "  +-> reordered to: f+0x1c/0x30", "f")]
    [InlineData("kernel/kcsan/report.c, access", "write to 0xffffffff82345678 of 4 bytes by task 12 on cpu 0:", "")]
    [InlineData("mm/kfence/report.c", "BUG: KFENCE: out-of-bounds read in f+0x1c/0x30", "f")]
    [InlineData("mm/kfence/report.c, free", "BUG: KFENCE: invalid free in f+0x1c/0x30", "f")]
    [InlineData("kernel/locking/lockdep.c, held", " #0: ffff88800b1c2e68 (&x->lock){+.+.}-{3:3}, at: f+0x1c/0x30", "f")]
    [InlineData("kernel/locking/lockdep.c, irq", "hardirqs last  enabled at (1234): [<ffffffff81234567>] f+0x1c/0x30", "f:ffffffff81234567")]
    [InlineData("kernel/locking/lockdep.c, key", " ... key      at: [<ffffffff82345678>] key.2+0x0/0x40", "key.2:ffffffff82345678")]
    [InlineData("kernel/panic.c", "WARNING: net/core/dev.c:12 at f+0x1c/0x30 [veth], CPU#0: ip/123", "f [veth]")]
    [InlineData("kernel/panic.c, no file", "WARNING: at f+0x1c/0x30, CPU#0: ip/123", "f")]
    [InlineData("kernel/panic.c, before 6.16", "WARNING: CPU: 0 PID: 1 at net/core/dev.c:12 f+0x1c/0x30", "f")]
    [InlineData("kernel/panic.c, stack protector", "Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in: f+0x1c/0x30", "f")]
    [InlineData("kernel/workqueue.c", "Workqueue: events f", "")]
    [InlineData("kernel/workqueue.c, hogged", "workqueue: f hogged CPU for >10000us 4 times, consider switching to WQ_UNBOUND", "")]
    [InlineData("lib/bug.c", "kernel BUG at net/core/dev.c:12!", "")]
    [InlineData("lib/bug.c, no file", "kernel BUG at f+0x1c/0x30 [verbose debug info unavailable]", "f!")]
    [InlineData("lib/bug.c, in a module", "kernel BUG at f+0x1c/0x30 [veth] [verbose debug info unavailable]", "f! [veth]")]
    [InlineData("lib/ubsan.c", "UBSAN: shift-out-of-bounds in net/core/dev.c:12:34", "")]
    [InlineData("kernel/watchdog.c", "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [kworker/0:1:12]", "")]
    [InlineData("kernel/rcu/tree_stall.h", "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:", "")]
    [InlineData("fs/proc/base.c, /proc/PID/stack", "[<0>] f+0x1c/0x30", "f")]
    [InlineData("mm/page_owner.c", " f+0x1c/0x30", "f")]
    [InlineData("kernel/trace, stacktrace with sym-offset", " => f+0x1c/0x30", "f")]
    [InlineData("drivers/base/dd.c, probe", "initcall f+0x0/0x30 returned 0 after 12 usecs", "f!")]
    [InlineData("arch/x86, RIP of a program", "RIP: 0033:0x7f1234567890", "")]
    [InlineData("arch/x86, Code", "Code: 0f 1f 00 48 8b 05 <0f> 0b c3", "")]
    public void Frames_of_reports_are_found(string source, string line, string expected)
    {
        string found = string.Join(' ', FrameScanner.Scan(Encoding.ASCII.GetBytes(line)).Select(Text));
        Assert.True(expected == found, $"{source}: {found}");
    }

    private static string Text(TraceFrame frame) => frame.Name + (frame.IsCurrent ? "!" : frame.IsGuess ? "?" : "")
        + (frame.Address is { } address ? $":{address:x}" : "") + (frame.Module is { } module ? $" [{module}]" : "");
}
