// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>
/// What a library gets to see of a stream at a time: spans have at most 2 GiB, and some libraries count in 32 bits. Much less
/// costs no time, and every larger file is a test of the seams.
/// </summary>
internal static class StreamPortion
{
    /// <summary>Bytes of all portions but the last.</summary>
    public const int Size = 1 << 20;

    /// <summary>The bytes from <paramref name="taken"/> on; empty at the end only.</summary>
    public static ReadOnlySpan<byte> From(Region input, long taken) =>
        input.Span((ulong)taken, (int)Math.Min(input.Length - taken, Size));
}
