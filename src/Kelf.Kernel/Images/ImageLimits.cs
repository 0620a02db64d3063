// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Images;

/// <summary>What the search of an image may cost. Images are looked at that nobody vouches for.</summary>
public sealed record ImageLimits
{
    /// <summary>Bytes of a file.</summary>
    public long Input { get; init; } = 4L << 30;

    /// <summary>Bytes that a stream may give.</summary>
    public long Layer { get; init; } = 2L << 30;

    /// <summary>Bytes that all streams together may give.</summary>
    public long AllLayers { get; init; } = 8L << 30;

    /// <summary>How many times its size a stream may give.</summary>
    public long Ratio { get; init; } = 1000;

    /// <summary>Bytes of an archive of headers, uncompressed.</summary>
    public long Archive { get; init; } = 512 << 20;

    /// <summary>Bytes of a member of it.</summary>
    public ulong Member { get; init; } = 16 << 20;

    /// <summary>Members of it.</summary>
    public int Members { get; init; } = 200_000;

    /// <summary>Streams inside of streams.</summary>
    public int Depth { get; init; } = 4;

    /// <summary>Streams of one layer that are decoded.</summary>
    public int Decodes { get; init; } = 1000;
}
