// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Buffers.Text;

using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Decode.Scanning;

/// <summary>What a line of a log tells of the kernel that wrote it.</summary>
public static class LogFacts
{
    // BUILD_ID_SIZE_MAX in the kernel: 20 bytes, whatever the linker made.
    private const int BuildIdLength = 40;
    // __NEW_UTS_LEN.
    private const int LongestRelease = 64;


    /// <summary>What build IDs are made of.</summary>
    internal static SearchValues<byte> BuildIdDigits { get; } = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>What a kernel says first: it has booted.</summary>
    internal static ReadOnlySpan<byte> Boot => "Linux version "u8;

    /// <summary>Before the KASLR offset.</summary>
    internal static ReadOnlySpan<byte> Offset => "Kernel Offset: "u8;

    /// <summary>In the line that <c>dump_stack_print_info()</c> prints (<c>lib/dump_stack.c</c>).</summary>
    internal static ReadOnlySpan<byte> Task => " Comm: "u8;

    /// <summary>After a trace (<c>print_oops_end_marker()</c> in <c>kernel/panic.c</c>).</summary>
    internal static ReadOnlySpan<byte> EndOfTrace => "---[ end trace"u8;

    /// <summary>The KASLR offset that a line tells, or null: <c>Kernel Offset: 0x2a000000 from 0xffffffff81000000</c>.</summary>
    public static ulong? KernelOffset(ReadOnlySpan<byte> line)
    {
        int at = line.IndexOf(Offset);
        if (at < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = line[(at + Offset.Length)..];
        return rest.StartsWith("disabled"u8) ? 0 : LogText.TryHex(rest, out ulong offset, out _) ? offset : null;
    }

    /// <summary>The release that a line tells, or null: <c>Linux version 7.3.4 (…</c>, <c>CPU: 0 … Comm: init Not tainted 7.3.4 #1 …</c>.</summary>
    public static string? Release(ReadOnlySpan<byte> line)
    {
        int boot = line.IndexOf(Boot);
        ReadOnlySpan<byte> release = default;
        if (boot >= 0)
        {
            release = line[(boot + Boot.Length)..];
            release = release[..Math.Max(release.IndexOf((byte)' '), 0)];
        }
        else if (line.IndexOf(Task) >= 0 && line.LastIndexOf(" #"u8) is > 0 and int number)
        {
            release = line[..number];
            release = release[(release.LastIndexOf((byte)' ') + 1)..];
        }

        return release.Length is > 0 and <= LongestRelease && char.IsAsciiDigit((char)release[0]) && release.Contains((byte)'.')
            ? Utf8Name.ToText(release)
            : null;
    }

    /// <summary>
    /// The kernel's build ID that a line tells, or null: with <c>CONFIG_STACKTRACE_BUILD_ID</c> the line of the task ends with it.
    /// </summary>
    public static string? BuildId(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf(Task) < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> text = LogText.WithoutEnd(line).TrimEnd((byte)' ');
        return BuildIdIn(text[(text.LastIndexOf((byte)' ') + 1)..]);
    }

    /// <summary>The build ID that a word is, or null.</summary>
    internal static string? BuildIdIn(ReadOnlySpan<byte> word) =>
        word.Length == BuildIdLength && !word.ContainsAnyExcept(BuildIdDigits) ? Utf8Name.ToText(word) : null;

    /// <summary>
    /// The addresses in arm's and riscv's line of registers, which stands after the names of the program counter and the link register.
    /// </summary>
    /// <remarks>
    /// <c>epc : ffffffff8000a1b2 ra : ffffffff8000c3d4 sp : …</c> (<c>arch/riscv/kernel/process.c</c>),
    /// <c>pc : [&lt;c0101234&gt;]    lr : [&lt;c0105678&gt;]    psr: 60000013</c> (<c>arch/arm/kernel/process.c</c>).
    /// </remarks>
    internal static (ulong Current, ulong Link)? Registers(ReadOnlySpan<byte> line)
    {
        int at = line.IndexOf("pc : "u8);
        return at >= 0 && TryRegister(line[(at + "pc : "u8.Length)..], out ulong current, out int used)
            && line[(at + "pc : "u8.Length + used)..].TrimStart((byte)' ') is var rest
            && (rest.StartsWith("ra : "u8) || rest.StartsWith("lr : "u8))
            && TryRegister(rest["ra : "u8.Length..], out ulong link, out _)
            ? (current, link)
            : null;
    }

    private static bool TryRegister(ReadOnlySpan<byte> text, out ulong value, out int length)
    {
        int bracket = text.StartsWith("[<"u8) ? 2 : 0;
        bool isNumber = Utf8Parser.TryParse(text[bracket..], out value, out int digits, 'x') && digits is 8 or 16;
        length = digits + (2 * bracket);
        return isNumber && length <= text.Length && (bracket == 0 || text[(digits + 2)..].StartsWith(">]"u8));
    }
}
