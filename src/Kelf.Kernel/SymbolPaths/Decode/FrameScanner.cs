// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Buffers.Text;
using System.Text;

using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>
/// Finds <c>name+0xOFFSET/0xSIZE</c> in a line, whatever stands before it: the marks of several architectures, time stamps, the
/// prefixes of log collectors.
/// </summary>
public static class FrameScanner
{
    // Shorter ones are numbers of processors or threads.
    private const int ShortestAddress = 8;
    // What is looked at before and after a frame has ends, or a long line would be read again for each of its frames: PATH_MAX;
    // an address with its brackets; a module's name and its build identifier.
    private const int LongestPath = 4096;
    private const int LongestAddress = 32;
    private const int LongestModule = 256;

    private static readonly SearchValues<byte> s_nameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.$@"u8);

    private static readonly SearchValues<byte> s_moduleBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    /// <summary>Finds the frames of a line.</summary>
    public static IReadOnlyList<TraceFrame> Scan(ReadOnlySpan<byte> line)
    {
        List<TraceFrame>? frames = null;
        int from = 0;
        int? mark = null;
        while (from < line.Length && line[from..].IndexOf("+0x"u8) is >= 0 and int found)
        {
            int plus = from + found;
            if (TryFrame(line, plus, from) is { } frame)
            {
                frame = frame with { IsCurrent = (mark ??= EndOfMark(line)) <= frame.Start - LengthOf(frame.Path) };
                (frames ??= []).Add(frame);
                from = frame.End;
            }
            else
            {
                from = plus + 3;
            }
        }

        return frames ?? (IReadOnlyList<TraceFrame>)[];
    }

    /// <summary>The KASLR offset that a line tells, or null: <c>Kernel Offset: 0x2a000000 from 0xffffffff81000000</c>.</summary>
    public static ulong? KernelOffset(ReadOnlySpan<byte> line)
    {
        int at = line.IndexOf("Kernel Offset: "u8);
        if (at < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = line[(at + "Kernel Offset: "u8.Length)..];
        return rest.StartsWith("disabled"u8) ? 0 : TryHex(rest, out ulong offset, out _) ? offset : null;
    }

    private static TraceFrame? TryFrame(ReadOnlySpan<byte> line, int plus, int from)
    {
        int start = line[from..plus].LastIndexOfAnyExcept(s_nameBytes) + from + 1;
        if (start == plus || char.IsAsciiDigit((char)line[start]) || !TryHex(line[(plus + 1)..], out ulong offset, out int offsetLength))
        {
            return null;
        }

        int slash = plus + 1 + offsetLength;
        if (slash >= line.Length || line[slash] != (byte)'/' || !TryHex(line[(slash + 1)..], out ulong size, out int sizeLength))
        {
            return null;
        }

        int end = slash + 1 + sizeLength;
        ReadOnlySpan<byte> before = line[..start];
        string? path = PathBefore(before);
        before = before[..^LengthOf(path)];
        bool isGuess = before.TrimEnd((byte)' ').EndsWith("?"u8);
        return new TraceFrame
        {
            Start = start,
            End = end,
            Name = Utf8Name.ToText(line[start..plus]),
            Offset = offset,
            Size = size,
            Module = ModuleBehind(line[end..]),
            Address = AddressBefore(before),
            IsGuess = isGuess,
            Path = path,
        };
    }

    /// <summary>A colon directly before the name ends a path, or a segment: <c>RIP: 0010:</c>.</summary>
    private static string? PathBefore(ReadOnlySpan<byte> before)
    {
        if (!before.EndsWith(":"u8))
        {
            return null;
        }

        ReadOnlySpan<byte> word = before[Math.Max(before.Length - 1 - LongestPath, 0)..^1];
        int end = word.LastIndexOfAny((byte)' ', (byte)':');
        if (end < 0 && word.Length == LongestPath)
        {
            return null;
        }

        word = word[(end + 1)..];
        // What is no UTF-8 would have another length.
        return word.IndexOfAny((byte)'/', (byte)'.') >= 0 && Utf8Name.TryToText(word, out string text) ? text : null;
    }

    /// <summary>Bytes that a path and its colon take.</summary>
    private static int LengthOf(string? path) => path is null ? 0 : Encoding.UTF8.GetByteCount(path) + 1;

    /// <summary>Where the first mark ends that makes frames after it those of the current instruction, or after every place.</summary>
    private static int EndOfMark(ReadOnlySpan<byte> line)
    {
        // x86; ARM and AArch64; RISC-V and LoongArch; MIPS.
        int end = int.MaxValue;
        End(line, "IP: "u8, ref end);
        End(line, "pc : "u8, ref end);
        End(line, "PC is at "u8, ref end);
        End(line, "epc   : "u8, ref end);
        End(line, "era   : "u8, ref end);
        return end;

        static void End(ReadOnlySpan<byte> line, ReadOnlySpan<byte> mark, ref int end)
        {
            int at = line.IndexOf(mark);
            end = at < 0 ? end : Math.Min(end, at + mark.Length);
        }
    }

    /// <summary><c>[&lt;ADDRESS&gt;] name</c>, <c>[ADDRESS] [ADDRESS] name</c>: of two the second is that of the code.</summary>
    private static ulong? AddressBefore(ReadOnlySpan<byte> before)
    {
        before = before.TrimEnd("? "u8);
        if (!before.EndsWith("]"u8))
        {
            return null;
        }

        before = before[Math.Max(before.Length - LongestAddress, 0)..];
        int open = before.LastIndexOf((byte)'[');
        ReadOnlySpan<byte> inner = open < 0 ? default : before[(open + 1)..^1];
        inner = inner.StartsWith("<"u8) && inner.EndsWith(">"u8) ? inner[1..^1] : inner;
        inner = inner.StartsWith("0x"u8) ? inner[2..] : inner;
        return inner.Length is >= ShortestAddress and <= 16
            && Utf8Parser.TryParse(inner, out ulong address, out int used, 'x') && used == inner.Length
            ? address
            : null;
    }

    /// <summary><c> [module]</c> or <c> [module BUILD-ID]</c>.</summary>
    private static string? ModuleBehind(ReadOnlySpan<byte> behind)
    {
        behind = behind[..Math.Min(behind.Length, LongestModule)];
        if (!behind.StartsWith(" ["u8) || behind.IndexOf((byte)']') is not (> 2 and int close))
        {
            return null;
        }

        ReadOnlySpan<byte> inner = behind[2..close];
        int blank = inner.IndexOf((byte)' ');
        ReadOnlySpan<byte> name = blank < 0 ? inner : inner[..blank];
        return name.IsEmpty || name.ContainsAnyExcept(s_moduleBytes) ? null : Utf8Name.ToText(name);
    }

    private static bool TryHex(ReadOnlySpan<byte> text, out ulong value, out int length)
    {
        (value, length) = (0, 0);
        if (!text.StartsWith("0x"u8) || !Utf8Parser.TryParse(text[2..], out value, out int digits, 'x'))
        {
            return false;
        }

        length = digits + 2;
        return true;
    }
}
