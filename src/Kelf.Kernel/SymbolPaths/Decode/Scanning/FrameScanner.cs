// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Text;

using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Decode.Scanning;

/// <summary>
/// Finds the frames in a line, whatever stands before them: the marks of several architectures, time stamps, colours, the prefixes of
/// log collectors.
/// </summary>
/// <remarks>
/// <code>
/// name+0xOFFSET/0xSIZE               kernels, anywhere and more than once in a line
/// ADDRESS name+0xOFFSET ([module])   perf script; the address, or the brackets, has to be there, as a kernel's line may have been cut
///     name+OFFSET                    bpftrace, alone in its line
/// name from name+0x…                 32-bit ARM (FrameNeighbours)
/// => name &lt;ADDRESS&gt;                 ftrace with sym-addr
/// [&lt;ADDRESS&gt;]                         kernels without kallsyms
/// </code>
/// </remarks>
public static class FrameScanner
{
    /// <summary>Finds the frames of a line, in its order.</summary>
    public static IReadOnlyList<TraceFrame> Scan(ReadOnlySpan<byte> line)
    {
        List<TraceFrame> frames = [];
        AddFrames(line, frames);
        NameScanner.Add(line, frames);
        AddressScanner.Add(line, frames);
        if (frames.Count > 1)
        {
            frames.Sort((left, right) => left.Start.CompareTo(right.Start));
        }

        int mark = frames.Count == 0 ? 0 : CurrentMarks.EndIn(line);
        for (int i = 0; i < frames.Count; i++)
        {
            if (mark <= frames[i].Start - FrameSurroundings.LengthOf(frames[i].Path))
            {
                frames[i] = frames[i] with { IsCurrent = true };
            }
        }

        return frames;
    }

    private static void AddFrames(ReadOnlySpan<byte> line, List<TraceFrame> frames)
    {
        for (int from = 0; from < line.Length && line[from..].IndexOf((byte)'+') is >= 0 and int found;)
        {
            int plus = from + found;
            if (TryFrame(line, plus, from) is { } frame)
            {
                frames.Add(frame);
                from = frame.End;
            }
            else
            {
                from = plus + 1;
            }
        }
    }

    private static TraceFrame? TryFrame(ReadOnlySpan<byte> line, int plus, int from)
    {
        ReadOnlySpan<byte> rest = line[(plus + 1)..];
        if (rest.IsEmpty || !char.IsAsciiDigit((char)rest[0]))
        {
            return null;
        }

        int start = LogText.StartOfName(line[from..plus]) + from;
        if (start >= plus || char.IsAsciiDigit((char)line[start]))
        {
            return null;
        }

        if (!LogText.TryHex(rest, out ulong offset, out int length))
        {
            return TryDecimal(line, start, plus);
        }

        int slash = plus + 1 + length;
        return slash < line.Length && line[slash] == (byte)'/'
            ? LogText.TryHex(line[(slash + 1)..], out ulong size, out int sizeLength)
                ? Sized(line, start, plus, offset, size, slash + 1 + sizeLength)
                : null
            : Unsized(line, start, plus, offset, slash);
    }

    private static TraceFrame Sized(ReadOnlySpan<byte> line, int start, int plus, ulong offset, ulong size, int end)
    {
        string? path = FrameSurroundings.PathBefore(line[..start]);
        ReadOnlySpan<byte> before = line[..(start - FrameSurroundings.LengthOf(path))];
        int after = end + FrameSurroundings.ModuleAfter(line[end..], out string? module, out string? buildId);
        after += FrameSurroundings.FlagsAfter(line[after..], out bool isCurrent);
        string name = Utf8Name.ToText(line[start..plus]);
        int readable = FrameSurroundings.ReadableNameAfter(line[after..], name);
        return new TraceFrame
        {
            Start = start,
            NameLength = plus - start,
            End = end,
            After = after,
            Name = name,
            Offset = offset,
            Size = size,
            Module = module,
            BuildId = buildId,
            Address = FrameSurroundings.AddressBefore(before) ?? FrameSurroundings.AddressAfter(line[after..]),
            IsGuess = FrameSurroundings.IsGuess(before) || line[after..].StartsWith(" (unreliable)"u8),
            IsCurrent = isCurrent,
            Path = path,
            HasReadableName = readable > 0,
            HasPlace = DecodedPlace.IsAt(line[(after + readable)..]),
        };
    }

    private static TraceFrame? TryDecimal(ReadOnlySpan<byte> line, int start, int plus)
    {
        if (!Utf8Parser.TryParse(line[(plus + 1)..], out ulong offset, out int digits))
        {
            return null;
        }

        int end = plus + 1 + digits;
        bool isAlone = start > 0 && line[..start].TrimStart(" \t"u8).IsEmpty && LogText.WithoutEnd(line[end..]).IsEmpty;
        return isAlone ? Plain(line, start, plus, offset, end, module: null) : Unsized(line, start, plus, offset, end);
    }

    private static TraceFrame? Unsized(ReadOnlySpan<byte> line, int start, int plus, ulong offset, int end)
    {
        // What is cut in its digits, or goes on as a word.
        if (end < line.Length && (char.IsAsciiLetterOrDigit((char)line[end]) || line[end] is (byte)'/' or (byte)'_'))
        {
            return null;
        }

        bool? isKernel = FrameSurroundings.ObjectAfter(line[end..], out string? module);
        return isKernel ?? FrameSurroundings.IsBareAddressBefore(line[..start]) ? Plain(line, start, plus, offset, end, module) : null;
    }

    private static TraceFrame Plain(ReadOnlySpan<byte> line, int start, int plus, ulong offset, int end, string? module) => new()
    {
        Form = FrameForm.Unsized,
        Start = start,
        NameLength = plus - start,
        End = end,
        After = end,
        Name = Utf8Name.ToText(line[start..plus]),
        Offset = offset,
        Module = module,
        Address = FrameSurroundings.AddressBefore(line[..start]),
    };
}
