// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Archives.Streams;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Modules;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Images;

/// <summary>A layer, as <c>kelf image info</c> tells of it.</summary>
/// <param name="Path">How one gets to it.</param>
/// <param name="Depth">Streams around it.</param>
/// <param name="Container">What it is.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Compression">The format of the stream that it was in, or null.</param>
/// <param name="CompressedSize">Bytes of that stream.</param>
public sealed record LayerReport(
    string Path, int Depth, Container Container, long Size, StreamFormat? Compression, long CompressedSize);

/// <summary>What is known of an image.</summary>
public sealed record ImageReport
{
    // A banner is a line of a few hundred bytes.
    private const int LongestBanner = 1024;

    // Beyond that many nobody reads on: an initramfs, say, with compressed files.
    private const int MostLayers = 100;

    /// <summary>The file and what is in it, outer ones first.</summary>
    public required IReadOnlyList<LayerReport> Layers { get; init; }

    /// <summary><c>Linux version 7.3.0 (...)</c>; null if it was not found.</summary>
    public required string? Banner { get; init; }

    /// <summary>The link's build ID in hexadecimal, or null.</summary>
    public required string? BuildId { get; init; }

    /// <summary>The module's name and what it was built for, or null.</summary>
    public required string? Module { get; init; }

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
        string? buildId = null;
        string? module = null;
        search.Run(file, layer =>
        {
            layers.Add(new LayerReport(
                layer.Path, layer.Depth, layer.Container, layer.Bytes.Length, layer.Compression, layer.CompressedSize));
            banner ??= BannerOf(layer);
            if (ElfFile.IsElf(layer.Bytes) && layer.Container.Details != "damaged")
            {
                ElfFile elf = ElfFile.Parse(layer.Bytes);
                buildId ??= BuildIdNote.Find(elf);
                module ??= ModuleOf(elf, layer.Container);
            }

            headers.AddRange(reader.Find(layer, FindingKind.Headers));
            configs.AddRange(reader.Find(layer, FindingKind.Config));
            return layers.Count == MostLayers;
        });
        return new ImageReport
        {
            Layers = layers,
            Banner = banner,
            BuildId = buildId,
            Module = module,
            Headers = headers,
            Configs = configs,
            Problems = [.. search.Problems.Select(problem => problem.Diagnostic).Distinct(), .. search.Unread],
        };
    }

    private static string? BannerOf(ImageLayer layer)
    {
        foreach (ulong offset in layer.Scan.Banners)
        {
            ReadOnlySpan<byte> rest = layer.Bytes.Span(offset, (int)Math.Min((ulong)layer.Bytes.Length - offset, LongestBanner));
            int end = rest.IndexOfAny((byte)'\n', (byte)0);
            // A format string has a percent sign there.
            if (end > 0 && rest[0] is >= (byte)'1' and <= (byte)'9')
            {
                return "Linux version " + Encoding.UTF8.GetString(rest[..end]);
            }
        }

        return BootBannerOf(layer);
    }

    // A boot image has the version where its loader finds it: Documentation/arch/x86/boot.rst, kernel_version.
    private static string? BootBannerOf(ImageLayer layer)
    {
        if (layer.Container.Kind != "bzImage")
        {
            return null;
        }

        ulong offset = layer.Bytes.Read(ByteOrder.Little, 0x20e).U16() + 0x200u;
        if (offset == 0x200 || offset >= (ulong)layer.Bytes.Length)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = layer.Bytes.Span(offset, (int)Math.Min((ulong)layer.Bytes.Length - offset, LongestBanner));
        int end = rest.IndexOf((byte)0);
        return end > 0 ? "Linux version " + Encoding.UTF8.GetString(rest[..end]) : null;
    }

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
