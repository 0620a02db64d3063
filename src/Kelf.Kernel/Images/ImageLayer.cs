// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Streams;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images;

/// <summary>
/// A file, or what a compressed stream in another layer stands for: <c>vmlinuz</c>, and in it <c>vmlinuz: gzip at 0x52c4</c>.
/// </summary>
/// <param name="Bytes">Its bytes; valid while it is visited.</param>
/// <param name="Path">How one gets to it.</param>
/// <param name="Depth">Streams around it: 0 for the file.</param>
public sealed record ImageLayer(Region Bytes, string Path, int Depth)
{
    private LayerScan? _scan;

    /// <summary>The format that it was compressed with; null for the file.</summary>
    public StreamFormat? Compression { get; init; }

    /// <summary>Where the stream begins in the layer around it.</summary>
    public ulong Offset { get; init; }

    /// <summary>Bytes of the stream.</summary>
    public long CompressedSize { get; init; }

    /// <summary>What it is, as far as its header says.</summary>
    public Container Container { get; } = Container.Recognize(Bytes);

    /// <summary>What is found by looking at each byte.</summary>
    internal LayerScan Scan => _scan ??= LayerScan.Run(Bytes);
}
