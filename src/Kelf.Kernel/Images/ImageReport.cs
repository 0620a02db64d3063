// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Streams;
using Kelf.Kernel.Images.Containers;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Modules;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Images;

/// <summary>A layer, as <c>kelf image info</c> tells of it.</summary>
/// <param name="Path">How one gets to it.</param>
/// <param name="Depth">Layers around it.</param>
/// <param name="Container">What it is.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Part">What the container around it calls it, or null.</param>
/// <param name="Compression">The format of the stream that it was in, or null.</param>
/// <param name="CompressedSize">Bytes of that stream.</param>
public sealed record LayerReport(
    string Path, int Depth, Container Container, long Size, string? Part, StreamFormat? Compression, long CompressedSize);

/// <summary>What is known of an image.</summary>
public sealed record ImageReport
{
    // Beyond that many nobody reads on: an initramfs, say, with compressed files.
    private const int MostLayers = 100;

    // What a kernel carries is larger, but for test vectors of its decompressors.
    private const long SmallestData = 4096;

    /// <summary>The file and what is in it, outer ones first.</summary>
    public required IReadOnlyList<LayerReport> Layers { get; init; }

    /// <summary><c>Linux version 7.3.0 (...)</c>; null if it was not found.</summary>
    public required string? Banner { get; init; }

    /// <summary>The link's build ID in hexadecimal, or null.</summary>
    public required string? BuildId { get; init; }

    /// <summary>The module's name and what it was built for, or null.</summary>
    public required string? Module { get; init; }

    /// <summary>The signature after the file, or after the module in it; or null.</summary>
    public required AppendedSignature? Signature { get; init; }

    /// <summary>The archives of headers.</summary>
    public required IReadOnlyList<ImageFinding> Headers { get; init; }

    /// <summary>The configurations.</summary>
    public required IReadOnlyList<ImageFinding> Configs { get; init; }

    /// <summary>What could not be read.</summary>
    public required IReadOnlyList<Diagnostic> Problems { get; init; }

    /// <summary>The release in the banner: <c>7.3.0</c>.</summary>
    public string? Release => Banner?.Split(' ') is [_, _, var release, ..] ? release : null;

    /// <summary>Looks at an image.</summary>
    /// <param name="file">The file.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="warn">Told of what is odd.</param>
    /// <exception cref="RefusedException">The file is empty or too large.</exception>
    public static ImageReport Run(Region file, ImageLimits limits, Action<Diagnostic> warn)
    {
        ImageSearch search = new(limits);
        FindingReader reader = new(search, limits, warn);
        List<LayerReport> layers = [];
        List<ImageFinding> headers = [];
        List<ImageFinding> configs = [];
        string? banner = null;
        string? stated = null;
        string? kernelId = null;
        string? otherId = null;
        string? module = null;
        AppendedSignature? signature = null;
        int visited = 0;
        search.Run(file, layer =>
        {
            LayerKind kind = new(layer, search, limits);
            if (IsNews(layer, kind))
            {
                layers.Add(ReportOf(layer, kind));
            }

            banner ??= kind.Banner;
            stated ??= layer.Container.StatedVersion;
            if (ElfFile.IsElf(layer.Bytes) && layer.Container.Details != "damaged")
            {
                ElfFile elf = ElfFile.Parse(layer.Bytes);
                // A program that unpacks a kernel has one, too.
                string? id = BuildIdNote.Find(elf);
                kernelId ??= kind.IsKernel ? id : null;
                otherId ??= id;
                module ??= ModuleOf(elf, layer.Container);
            }
            else if (kernelId is null && kind.IsKernel)
            {
                kernelId = FlatBuildId.Find(layer.Bytes);
            }

            signature ??= layer.IsWholeFile ? AppendedSignature.Find(layer.Bytes) : null;
            headers.AddRange(reader.Find(layer, FindingKind.Headers));
            configs.AddRange(reader.Find(layer, FindingKind.Config));
            return ++visited == MostLayers;
        });
        return new ImageReport
        {
            Layers = layers,
            Banner = banner ?? (stated is null ? null : "Linux version " + stated),
            BuildId = kernelId ?? otherId,
            Module = module,
            Signature = signature,
            Headers = headers,
            Configs = configs,
            Problems = [.. search.Problems.Select(problem => problem.Diagnostic).Distinct(), .. search.Unread],
        };
    }

    // What a header leads to is; of what was found by looking everywhere, what is more than a few bytes of nothing known.
    private static bool IsNews(ImageLayer layer, LayerKind kind) => layer.IsWholeFile || layer.Part is not null || layer.Container.Kind != "data"
        || layer.Bytes.Length >= SmallestData || kind.Banner is not null;

    private static LayerReport ReportOf(ImageLayer layer, LayerKind kind) => new(
        layer.Path,
        layer.Depth,
        kind.IsFlat ? layer.Container with { Kind = "kernel", Details = "flat" } : layer.Container,
        layer.Bytes.Length,
        layer.Part?.Name,
        layer.Compression,
        layer.CompressedSize);

    private static string? ModuleOf(ElfFile elf, Container container)
    {
        if (container.Kind != "module")
        {
            return null;
        }

        try
        {
            ModuleInformation information = ModuleInformation.Of(elf);
            return $"{information.Name ?? "unnamed"}, for {information.VersionMagic ?? "an unknown kernel"}";
        }
        catch (MalformedFileException)
        {
            // Of a damaged image the report says what it can.
            return null;
        }
    }
}
