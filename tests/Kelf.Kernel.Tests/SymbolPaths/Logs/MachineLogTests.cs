// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.SymbolPaths.Decode.Scanning;
using Kelf.Kernel.SymbolPaths.Lookup;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths.Logs;

/// <summary>
/// The lines of each machine's oops, as the format strings in its <c>show_regs()</c> and <c>show_stack()</c> make them (Linux 7.3): which
/// frames there are, where the processor was, and which address belongs to which name.
/// </summary>
public sealed class MachineLogTests
{
    private static readonly SymbolFinder s_finder = Sketch.Finder("t fault a.c", "t caller b.c", "t outer c.c", "t link d.c", "T end e.c");

    /// <summary>
    /// The log, in which <c>{F}</c>, <c>{C}</c>, <c>{O}</c> and <c>{L}</c> are the four functions with offset and size, and <c>{c}</c> is a name
    /// alone; and the frames: a name, <c>!</c> for the place where the processor was, <c>?</c> for a guess, and the address.
    /// </summary>
    public static TheoryData<string, string, string> Logs => new()
    {
        { "x86-64", "RIP: 0010:{F}\nCall Trace:\n <TASK>\n {C}\n ? {O}\n </TASK>\n", "fault! caller outer?" },
        { "i386", "EIP: {F}\nCall Trace:\n {C}\n ? {O}\n", "fault! caller outer?" },
        {
            "x86-64 before 4.15",
            "RIP: 0010:[<ffffffff81001004>]  [<ffffffff81001004>] {F}\nCall Trace:\n [<ffffffff81001014>] {C}\n [<ffffffff81001024>] ? {O}\n",
            "fault!ffffffff81001004 caller:ffffffff81001014 outer?ffffffff81001024"
        },
        { "i386 before 4.15", "EIP is at {F}\n [<c1001014>] {C}\n", "fault! caller:c1001014" },
        { "arm64", "pc : {F}\nlr : {L}\nsp : ffff800081f0bd00\nCall trace:\n {F} (P)\n {C} (CF)\n {O}\n", "fault! link fault! caller outer" },
        {
            "arm",
            "PC is at {F}\nLR is at {L}\npc : [<c0001004>]    lr : [<c0001034>]    psr: 60000013\n {c} from {O}\n",
            "fault! link caller outer"
        },
        {
            "arm, verbose",
            "[<c0001010>] ({c}) from [<c0001024>] ({O})\n",
            "caller:c0001010 outer:c0001024"
        },
        {
            "riscv",
            "epc : {F}\n ra : {L}\nepc : ffffffff80001004 ra : ffffffff80001034 sp : ff20000000000000\n[<ffffffff80001014>] {C}\n",
            "fault! link caller:ffffffff80001014"
        },
        {
            "s390",
            "Krnl PSW : 0704c00180000000 0000000000001004 ({F})\nCall Trace:\n [<0000000000001014>] {C} \n([<0000000000001024>] {O})\n"
            + "Last Breaking-Event-Address:\n [<0000000000001034>] {L}\n",
            "fault!1004 caller:1014 outer?1024 link:1034"
        },
        {
            "powerpc",
            "NIP [c000000000001004] {F}\nLR [c000000000001034] {L}\nCall Trace:\n[c000000003a47c80] [c000000000001014] {C} (unreliable)\n"
            + "[c000000003a47d00] [c000000000001024] {O} ({C})\n---- interrupt: 300 at {F}\n",
            "fault!c000000000001004 link:c000000000001034 caller?c000000000001014 outer:c000000000001024 caller fault!"
        },
        {
            "loongarch",
            "   ra: 9000000000001034 {L}\n  ERA: 9000000000001004 {F}\nCall Trace:\n[<9000000000001014>] {C}\n",
            "link:9000000000001034 fault!9000000000001004 caller:9000000000001014"
        },
        {
            "mips",
            "epc   : 80001004 {F}\nra    : 80001034 {L}\nCall Trace:\n[<80001014>] {C}\n",
            "fault!80001004 link:80001034 caller:80001014"
        },
        {
            "parisc",
            " IAOQ[0]: {F}\n RP(r2): {L}\nBacktrace:\n [<0000000040001014>] {C}\n",
            "fault! link caller:40001014"
        },
        { "sparc64", "TPC: <{F}>\nI7: <{L}>\n", "fault! link" },
        { "sparc32", "PC: <{F}>\nRPC: <{L}>\n", "fault! link" },
        { "sh", "PC is at {F}\nPR is at {L}\nCall trace:\n [<8c001014>] {C}\n [<8c001024>] ? {O}\n", "fault! link caller:8c001014 outer?8c001024" },
        { "m68k", "PC: [<00001004>] {F}\nCall Trace: [<00001014>] {C}\n [<00001024>] {O}\n", "fault!1004 caller:1014 outer:1024" },
        { "xtensa", "Call Trace:\n [<d0001014>] {C}\n", "caller:d0001014" },
        { "openrisc", "Call trace:\n[<c0001014>] ? {C}\n", "caller?c0001014" },
        { "arc", "BLK: {L}\nStack Trace:\n  {C}\n", "link caller" },
        { "csky", "PC: 0x80001004 ({F})\nLR: 0x80001034 ({L})\n", "fault!80001004 link:80001034" },
    };

    [Theory]
    [MemberData(nameof(Logs))]
    public void Frames_of_each_machine_are_found(string machine, string log, string expected)
    {
        string written = Written(log);
        LineReader reader = new();
        long number = 0;
        string found = string.Join(' ', written.Split('\n')
            .SelectMany(line => reader.Read(number++, Encoding.ASCII.GetBytes(line)).Frames).Select(Text));
        Assert.True(expected == found, $"{machine}: {found}");
        Assert.Equal(Decoded(log), LogSketch.Whole(s_finder, written));
        Assert.Equal(Decoded(log), LogSketch.Stream(s_finder, written));
    }

    [Theory]
    [InlineData("PC is at {F}\nLR is at {L}\npc : [<c0001004>]    lr : [<c0001034>]    psr: 60000013\n", 0xc0001004, 0xc0001034)]
    [InlineData("epc : {F}\n ra : {L}\nepc : ffffffff80001004 ra : ffffffff80001034 sp : ff20000000000000\n", 0xffffffff80001004, 0xffffffff80001034)]
    public void Names_are_paired_with_the_addresses_after_them(string log, ulong current, ulong link)
    {
        LineReader reader = new();
        long number = 0;
        IReadOnlyList<(long Line, TraceFrame Frame)> pairs =
            [.. Written(log).Split('\n').SelectMany(line => reader.Read(number++, Encoding.ASCII.GetBytes(line)).Addressed)];
        Assert.Equal([(0L, "fault", current), (1L, "link", link)], pairs.Select(pair => (pair.Line, pair.Frame.Name, pair.Frame.Address!.Value)));
        Assert.Equal([current, link], LogSketch.Frames(s_finder, Written(log)).Select(frame => frame.Frame.Address!.Value));
    }

    private static string Text(TraceFrame frame) =>
        frame.Name + (frame.IsCurrent ? "!" : frame.IsGuess ? "?" : frame.Address is null ? "" : ":") + frame.Address?.ToString("x", CultureInfo.InvariantCulture);

    private static string Written(string log) => Replace(log, "", "", "", "");

    private static string Decoded(string log) => Replace(log, "a.c:", "b.c:", "c.c:", "d.c:");

    private static string Replace(string log, string fault, string caller, string outer, string link) => log
        .Replace("{F}", fault + "fault+0x4/0x10", StringComparison.Ordinal)
        .Replace("{C}", caller + "caller+0x4/0x10", StringComparison.Ordinal)
        .Replace("{c}", caller + "caller", StringComparison.Ordinal)
        .Replace("{O}", outer + "outer+0x4/0x10", StringComparison.Ordinal)
        .Replace("{L}", link + "link+0x4/0x10", StringComparison.Ordinal);
}
