// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images;

/// <summary>What the search of an image may cost. Images are looked at that nobody vouches for.</summary>
public sealed record ImageLimits
{
    /// <summary>Bytes of a file.</summary>
    public long Input { get; init; } = 4L << 30;

    /// <summary>Bytes of what is no file: a pipe, or what the system makes up while it is read.</summary>
    public long Piped { get; init; } = 1L << 30;

    /// <summary>What all streams of a file together may give.</summary>
    public DecompressionLimit Decompression { get; init; } = DecompressionLimit.Standard;

    /// <summary>Bytes of an archive of headers, uncompressed.</summary>
    public long Archive { get; init; } = 512 << 20;

    /// <summary>Bytes of a member of it.</summary>
    public ulong Member { get; init; } = 16 << 20;

    /// <summary>Members of it.</summary>
    public int Members { get; init; } = 200_000;

    /// <summary>Layers inside of layers: streams, and parts of containers.</summary>
    public int Depth { get; init; } = 5;

    /// <summary>Streams of one layer that are decoded.</summary>
    public int Decodes { get; init; } = 1000;
}
