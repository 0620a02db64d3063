// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Decode.Scanning;

/// <summary>How each machine marks the instruction that was being executed (<c>show_regs()</c> of Linux 7.3).</summary>
internal static class CurrentMarks
{
    private static readonly byte[][] s_marks =
    [
        [.. "RIP: "u8], [.. "EIP: "u8], // x86
        [.. "IP: "u8], [.. "IP is at "u8], [.. "EIP is at "u8], // x86 before 4.15
        [.. "pc : "u8], // arm64
        [.. "PC is at "u8], // arm, sh
        [.. "epc : "u8], // riscv
        [.. "epc   : "u8], // mips
        [.. "era   : "u8], [.. "ERA: "u8], // loongarch; the first before 6.2
        [.. "NIP ["u8], // powerpc
        [.. "Krnl PSW : "u8], // s390
        [.. "IAOQ["u8], // parisc
        [.. "TPC: <"u8], [.. "PC: <"u8], // sparc, with 64 and 32 bits
        [.. "PC: ["u8], // m68k
        [.. "PC: 0x"u8], // csky
        [.. "calling  "u8], [.. "initcall "u8], // all: the function itself (initcall_debug, init/main.c)
        [.. "kernel BUG at "u8], // all, where no file is known (lib/bug.c)
    ];

    /// <summary>Where the first mark of a line ends; frames after it are those of the current instruction.</summary>
    /// <returns>After every place when there is no mark.</returns>
    public static int EndIn(ReadOnlySpan<byte> line)
    {
        int end = int.MaxValue;
        foreach (byte[] mark in s_marks)
        {
            int at = line.IndexOf(mark);
            // "RPC: <" is sparc's link register.
            if (at == 0 || (at > 0 && !char.IsAsciiLetter((char)line[at - 1])))
            {
                end = Math.Min(end, at + mark.Length);
            }
        }

        return Math.Min(end, EndOfInterrupt(line));
    }

    // powerpc: "---- interrupt: 300 at name+0x…".
    private static int EndOfInterrupt(ReadOnlySpan<byte> line)
    {
        int mark = line.IndexOf("interrupt: "u8);
        int at = mark < 0 ? -1 : line[mark..].IndexOf(" at "u8);
        return at < 0 ? int.MaxValue : mark + at + " at "u8.Length;
    }
}
