// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Streams;

namespace Kelf.Kernel.Images;

/// <summary>What a layer is, by its header and, where it has none, by its contents.</summary>
/// <param name="layer">The layer.</param>
/// <param name="search">The search that visits it.</param>
/// <param name="limits">What looking at it may cost.</param>
internal sealed class LayerKind(ImageLayer layer, ImageSearch search, ImageLimits limits)
{
    private readonly Lazy<string?> _banner = new(() => LayerBanner.Find(layer, search.Decoder, limits));

    /// <summary>The kernel's banner, if it stands in this layer uncompressed.</summary>
    public string? Banner => _banner.Value;

    /// <summary>
    /// Whether it is a kernel as it lies in memory, without any header: that of arm, s390 or mips, once it is
    /// decompressed. A file that begins with a stream, or is an archive or a text, is not.
    /// </summary>
    public bool IsFlat => layer.Container.MayBeFlat && !StreamDecoder.Formats.Any(format => StreamDecoder.MayBegin(layer.Bytes, format))
        && Banner is not null;

    /// <summary>Whether it is a kernel that needs no more unpacking, or part of one.</summary>
    public bool IsKernel => layer.Container.Kind switch
    {
        "ELF" => layer.Container.Details != "damaged" && (layer.Depth > 0 || Banner is not null),
        "Image" => layer.Depth > 0 || Banner is not null,
        _ => IsFlat,
    };
}
