// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.Kernel.Modpost.Versions;

/// <summary>
/// Finds the byte that a line of a version begins with, in hundreds of megabytes of command files that hardly have it. The native program,
/// the runtime's search in it, is compiled for processors without AVX2; the C library asks the processor.
/// </summary>
internal static unsafe class MarkSearch
{
    private const byte Mark = (byte)'#';

    /// <summary>Where the first one is, or -1.</summary>
    public static int IndexOf(ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
        {
            byte* found = text.IsEmpty ? null : Find(start, Mark, (nuint)text.Length);
            return found == null ? -1 : (int)(found - start);
        }
    }

    [DllImport("libc", EntryPoint = "memchr")]
    private static extern byte* Find(byte* start, int value, nuint length);
}
