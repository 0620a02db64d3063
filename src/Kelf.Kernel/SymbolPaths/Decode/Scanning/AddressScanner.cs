// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Decode.Scanning;

/// <summary>Finds addresses in brackets that have no name: <c>[&lt;ffffffff81234567&gt;]</c>.</summary>
internal static class AddressScanner
{
    private const int LongestAddress = 16;

    /// <summary>Adds them.</summary>
    /// <param name="line">The line.</param>
    /// <param name="frames">The frames with names that are in it.</param>
    public static void Add(ReadOnlySpan<byte> line, List<TraceFrame> frames)
    {
        for (int from = 0; from < line.Length && line[from..].IndexOf("[<"u8) is >= 0 and int found;)
        {
            int start = from + found + 2;
            from = start;
            int digits = line.Slice(start, Math.Min(LongestAddress + 1, line.Length - start)).IndexOf((byte)'>');
            if (digits is not (8 or LongestAddress) || LogText.AddressIn(line.Slice(start, digits)) is not { } address
                || !line[(start + digits)..].StartsWith(">]"u8))
            {
                continue;
            }

            from = start + digits + 2;
            if (!HasName(line[from..], address))
            {
                frames.Add(new TraceFrame
                {
                    Form = FrameForm.Address,
                    Start = from,
                    NameLength = 0,
                    End = from,
                    After = from,
                    Name = "",
                    Address = address,
                });
            }
        }
    }

    private static bool HasName(ReadOnlySpan<byte> after, ulong address)
    {
        // "RIP: 0010:[<A>]  [<A>] name+0x…" of x86 before 4.15.
        ReadOnlySpan<byte> rest = after.TrimStart(" ?("u8);
        if (rest.StartsWith("[<"u8) && rest.IndexOf((byte)'>') is > 2 and int close && LogText.AddressIn(rest[2..close]) == address)
        {
            return true;
        }

        rest = rest.StartsWith("\u001b["u8) ? rest[(2 + LogText.ColourBefore(rest, 2))..] : rest;
        int length = LogText.LengthOfName(rest);
        ReadOnlySpan<byte> next = rest[length..];
        // "[<A>] from [<A>]" and "pc : [<A>]    lr : [<A>]" are words between addresses.
        return length > 0 && !next.StartsWith(" : "u8) && !next.StartsWith(": "u8) && !next.StartsWith(" [<"u8);
    }
}
