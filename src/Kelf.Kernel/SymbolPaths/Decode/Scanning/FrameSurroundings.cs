// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Decode.Scanning;

/// <summary>
/// What stands before and after a frame. How far is looked has ends, or a long line would be read again for each of its frames.
/// </summary>
internal static class FrameSurroundings
{
    private const int LongestPath = 4096; // PATH_MAX
    private const int LongestAddress = 32; // with its brackets
    private const int LongestModule = 256; // a name and a build ID
    private const int LongestFlags = 16;

    private static readonly SearchValues<byte> s_flags = SearchValues.Create("CTPUFK"u8);

    private static readonly SearchValues<byte> s_moduleBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    private static readonly SearchValues<char> s_moduleChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>A colon directly before the name ends a path, or a segment: <c>RIP: 0010:</c>.</summary>
    public static string? PathBefore(ReadOnlySpan<byte> before)
    {
        if (!before.EndsWith(":"u8))
        {
            return null;
        }

        int from = Math.Max(before.Length - 1 - LongestPath, 0);
        ReadOnlySpan<byte> word = before[from..^1];
        int end = word.LastIndexOfAny(" :[\t"u8);
        if (end < 0 && word.Length == LongestPath)
        {
            return null;
        }

        word = word[(end + 1 + LogText.ColourBefore(before, from + end + 1))..];
        // What is no UTF-8 would have another length.
        return word.IndexOfAny((byte)'/', (byte)'.') >= 0 && Utf8Name.TryToText(word, out string text) ? text : null;
    }

    /// <summary>Bytes that a path and its colon take.</summary>
    public static int LengthOf(string? path) => path is null ? 0 : Encoding.UTF8.GetByteCount(path) + 1;

    /// <summary>True when the frame stands after a question mark, or s390's bracket of what is not reliable.</summary>
    public static bool IsGuess(ReadOnlySpan<byte> before)
    {
        before = before[Math.Max(before.Length - LongestAddress, 0)..].TrimEnd((byte)' ');
        return before.EndsWith("?"u8)
            || (before.EndsWith(">]"u8) && before.LastIndexOf("[<"u8) is > 0 and int open && before[open - 1] == (byte)'(');
    }

    /// <summary>
    /// <c>[&lt;ADDRESS&gt;] name</c>, <c>[ADDRESS] [ADDRESS] name</c> (of two the second is that of the code), <c>ADDRESS name</c>,
    /// <c>ADDRESS (name</c>.
    /// </summary>
    public static ulong? AddressBefore(ReadOnlySpan<byte> before)
    {
        before = before[Math.Max(before.Length - LongestAddress, 0)..];
        ReadOnlySpan<byte> trimmed = before.TrimEnd("? ("u8);
        if (trimmed.EndsWith("]"u8))
        {
            int open = trimmed.LastIndexOf((byte)'[');
            ReadOnlySpan<byte> inner = open < 0 ? default : trimmed[(open + 1)..^1];
            return LogText.AddressIn(inner.StartsWith("<"u8) && inner.EndsWith(">"u8) ? inner[1..^1] : inner);
        }

        return trimmed.Length == before.Length ? null : LogText.AddressIn(LastWord(trimmed));
    }

    /// <summary><c>name &lt;ADDRESS&gt;</c>, of ftrace with sym-addr.</summary>
    public static ulong? AddressAfter(ReadOnlySpan<byte> after)
    {
        after = after[..Math.Min(after.Length, LongestAddress)];
        return after.StartsWith(" <"u8) && after.IndexOf((byte)'>') is > 2 and int close ? LogText.AddressIn(after[2..close]) : null;
    }

    /// <summary><c>ADDRESS name</c>, as <c>perf script</c> has it: nothing but the address before the name.</summary>
    public static bool IsBareAddressBefore(ReadOnlySpan<byte> before)
    {
        before = before[Math.Max(before.Length - LongestAddress, 0)..];
        ReadOnlySpan<byte> trimmed = before.TrimEnd((byte)' ');
        return trimmed.Length < before.Length && LogText.AddressIn(LastWord(trimmed)) is not null;
    }

    /// <summary><c> [module]</c> or <c> [module BUILD-ID]</c>.</summary>
    /// <returns>The bytes that it takes, 0 when there is none.</returns>
    public static int ModuleAfter(ReadOnlySpan<byte> after, out string? module, out string? buildId)
    {
        (module, buildId) = (null, null);
        after = after[..Math.Min(after.Length, LongestModule)];
        if (!after.StartsWith(" ["u8) || after.IndexOf((byte)']') is not (> 2 and int close))
        {
            return 0;
        }

        ReadOnlySpan<byte> inner = after[2..close];
        int blank = inner.IndexOf((byte)' ');
        ReadOnlySpan<byte> name = blank < 0 ? inner : inner[..blank];
        // "kernel BUG at name+0x… [verbose debug info unavailable]" names no module.
        if (name.IsEmpty || name.ContainsAnyExcept(s_moduleBytes)
            || (blank >= 0 && inner[(blank + 1)..].ContainsAnyExcept(LogFacts.BuildIdDigits)))
        {
            return 0;
        }

        module = Utf8Name.ToText(name);
        buildId = blank < 0 ? null : LogFacts.BuildIdIn(inner[(blank + 1)..]);
        return close + 1;
    }

    /// <summary>
    /// arm64's letters in brackets, which say where a frame comes from (<c>state_source_string()</c> in
    /// <c>arch/arm64/kernel/stacktrace.c</c>): P is the program counter of saved registers.
    /// </summary>
    /// <returns>The bytes that they take, 0 when there are none.</returns>
    public static int FlagsAfter(ReadOnlySpan<byte> after, out bool isCurrent)
    {
        isCurrent = false;
        after = after[..Math.Min(after.Length, LongestFlags)];
        if (!after.StartsWith(" ("u8) || after.IndexOf((byte)')') is not (> 2 and int close)
            || after[2..close].ContainsAnyExcept(s_flags))
        {
            return 0;
        }

        isCurrent = after[2..close].Contains((byte)'P');
        return close + 1;
    }

    /// <summary><c> (readable name)</c>: the log has what people call a function of Rust already.</summary>
    /// <returns>The bytes that it takes, 0 when it is not there.</returns>
    public static int ReadableNameAfter(ReadOnlySpan<byte> after, string name) =>
        after.StartsWith(" ("u8) && RustName.TryDemangle(name) is { } readable
        && Encoding.UTF8.GetBytes($" ({PrintableText.Of(readable)})") is var text && after.StartsWith(text)
            ? text.Length
            : 0;

    /// <summary>The file that <c>perf script</c> names after a frame: <c> ([kernel.kallsyms])</c>, <c> (/lib/modules/…/veth.ko)</c>.</summary>
    /// <param name="after">What stands after the frame.</param>
    /// <param name="module">The module, or null for the kernel.</param>
    /// <returns>True for the kernel and its modules, false for programs; null when no file is named.</returns>
    public static bool? ObjectAfter(ReadOnlySpan<byte> after, out string? module)
    {
        module = null;
        after = after[..Math.Min(after.Length, LongestPath)];
        bool isBracket = after.StartsWith(" ["u8);
        if ((!isBracket && !after.StartsWith(" ("u8)) || after.IndexOf(isBracket ? (byte)']' : (byte)')') is not (> 2 and int close))
        {
            return null;
        }

        string name = Utf8Name.ToText(after[2..close]);
        name = name.Trim('[', ']');
        if (name is "kernel" or "kernel.kallsyms" or "guest.kernel.kallsyms" or "kernel.vmlinux"
            || Path.GetFileName(name).StartsWith("vmlinux", StringComparison.Ordinal))
        {
            return true;
        }

        int suffix = name.IndexOf(".ko", StringComparison.Ordinal);
        if (name.Contains('/', StringComparison.Ordinal))
        {
            module = suffix < 0 ? null : Path.GetFileName(name[..suffix]);
            return suffix >= 0;
        }

        // What perf calls parts of a program (util/dso.c, util/map.c).
        bool isModule = (isBracket || after.StartsWith(" (["u8)) && !name.AsSpan().ContainsAnyExcept(s_moduleChars)
            && name is not ("unknown" or "vdso" or "vvar" or "vsyscall" or "stack" or "heap" or "anon" or "uprobes");
        module = isModule ? name : null;
        return isModule;
    }

    private static ReadOnlySpan<byte> LastWord(ReadOnlySpan<byte> text) =>
        text[(text.LastIndexOfAny((byte)' ', (byte)'\t', (byte)':') + 1)..];
}
