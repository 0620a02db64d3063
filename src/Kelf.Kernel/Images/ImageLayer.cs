// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Streams;
using Kelf.Kernel.Images.Containers;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images;

/// <summary>
/// A file, or what is in another layer: what a compressed stream stands for, or a part of a container as it lies.
/// <c>vmlinuz</c>, and in it <c>vmlinuz: gzip at 0x52c4</c>; <c>boot.img</c>, and in it
/// <c>boot.img: kernel at 0x1000</c>.
/// </summary>
/// <param name="Bytes">Its bytes; valid while it is visited.</param>
/// <param name="Path">How one gets to it.</param>
/// <param name="Depth">Layers around it: 0 for the file.</param>
public sealed record ImageLayer(Region Bytes, string Path, int Depth)
{
    private LayerScan? _scan;

    /// <summary>The format that it was compressed with; null for what lies as it is.</summary>
    public StreamFormat? Compression { get; init; }

    /// <summary>The part of a container that it is; null for a file, and for a stream.</summary>
    public ContainerPart? Part { get; init; }

    /// <summary>Where the stream or the part begins in the layer around it.</summary>
    public ulong Offset { get; init; }

    /// <summary>Bytes of the stream.</summary>
    public long CompressedSize { get; init; }

    /// <summary>Whether it is the file, or what a file that is one stream stands for (<c>ext4.ko.xz</c>): no choice was made to get to it.</summary>
    public bool IsWholeFile { get; init; }

    /// <summary>What it is, as far as its header says.</summary>
    public Container Container { get; } = Container.Recognize(Bytes);

    /// <summary>What is found by looking at each byte; nothing if all is in parts.</summary>
    internal LayerScan Scan => _scan ??= Container.Parts.Count > 0 ? LayerScan.Empty : LayerScan.Run(Bytes);
}
