// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Decode.Scanning;

/// <summary>Finds functions that a line names without an offset.</summary>
/// <remarks>
/// <code>
/// unwind_backtrace from show_stack+0x10/0x14                                 32-bit ARM (arch/arm/kernel/traps.c)
/// [&lt;c010e9c0&gt;] (unwind_backtrace) from [&lt;c010b0f8&gt;] (show_stack+0x10/0x14)   the same with CONFIG_BACKTRACE_VERBOSE
/// => vfs_write &lt;ffffffff8123abcd&gt;                                             ftrace with sym-addr and without sym-offset
/// </code>
/// </remarks>
internal static class NameScanner
{
    // Two names, a module, an address in its brackets. A name has 512 bytes at most (KSYM_NAME_LEN).
    private const int LongestBetween = 1024;

    /// <summary>Adds them.</summary>
    /// <param name="line">The line.</param>
    /// <param name="frames">The frames with offsets that are in it.</param>
    public static void Add(ReadOnlySpan<byte> line, List<TraceFrame> frames)
    {
        if (frames.Count > 0 && frames[0].Form == FrameForm.Sized && EnteredFrom(line, frames[0].Start) is { } function)
        {
            frames.Add(function);
        }

        int arrow = line.IndexOf("=> "u8);
        if (arrow >= 0 && Traced(line, arrow + "=> "u8.Length) is { } traced)
        {
            frames.Add(traced);
        }
    }

    private static TraceFrame? EnteredFrom(ReadOnlySpan<byte> line, int start)
    {
        int between = Math.Max(start - LongestBetween, 0);
        ReadOnlySpan<byte> before = line[between..start];
        bool isVerbose = before.EndsWith(">] ("u8);
        int from = isVerbose ? before.LastIndexOf(") from [<"u8) : before.EndsWith(" from "u8) ? before.Length - " from "u8.Length : -1;
        if (from < 0)
        {
            return null;
        }

        int end = between + from;
        string? module = null;
        if (line[..end].EndsWith("]"u8) && line[between..end].LastIndexOf(" ["u8) is > 0 and int bracket)
        {
            FrameSurroundings.ModuleAfter(line[(between + bracket)..end], out module, out _);
            end = between + bracket;
        }

        int first = LogText.StartOfName(line[between..end]) + between;
        if (first >= end || char.IsAsciiDigit((char)line[first]) || !IsBegun(line[..first], isVerbose))
        {
            return null;
        }

        return Frame(line, first, end, module, isVerbose ? FrameSurroundings.AddressBefore(line[..first]) : null);
    }

    // The words of a sentence ("called from name+0x…") come after other words.
    private static bool IsBegun(ReadOnlySpan<byte> before, bool isVerbose)
    {
        if (isVerbose)
        {
            return before.EndsWith(">] ("u8);
        }

        before = before.TrimEnd(" \t"u8);
        return before.IsEmpty || before[^1] is (byte)']' or (byte)'>' or (byte)':';
    }

    private static TraceFrame? Traced(ReadOnlySpan<byte> line, int start)
    {
        int length = LogText.LengthOfName(line[start..]);
        ReadOnlySpan<byte> rest = line[(start + length)..];
        if (length == 0 || !rest.StartsWith(" <"u8) || rest.IndexOf((byte)'>') is not (> 2 and int close)
            || LogText.AddressIn(rest[2..close]) is not { } address)
        {
            return null;
        }

        return Frame(line, start, start + length, module: null, address);
    }

    private static TraceFrame Frame(ReadOnlySpan<byte> line, int start, int end, string? module, ulong? address) => new()
    {
        Form = FrameForm.Name,
        Start = start,
        NameLength = end - start,
        End = end,
        After = end,
        Name = Utf8Name.ToText(line[start..end]),
        Module = module,
        Address = address,
    };
}
