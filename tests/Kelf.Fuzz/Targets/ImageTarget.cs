// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Images;
using Kelf.Kernel.Images.Containers;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Fuzz.Targets;

/// <summary>Kernel images of all kinds: what is in them, layer by layer, the kernel, the headers as they would be unpacked.</summary>
public sealed class ImageTarget : IFuzzTarget
{
    private static readonly ImageLimits s_limits = new()
    {
        Decompression = new DecompressionLimit { Bytes = 16 << 20 },
        Archive = 4 << 20,
        Members = 1000,
        Decodes = 50,
    };

    /// <inheritdoc/>
    public string Name => "image";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(Container), typeof(ImageReport), typeof(ImageExtractor), typeof(AppendedSignature)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        ImageReport report = ImageReport.Run(image, s_limits, _ => { });
        foreach (ImageFinding headers in report.Headers)
        {
            GC.KeepAlive(RunningKernel.ReleaseOf(headers, s_limits));
        }

        long size = 0;
        new ImageExtractor(s_limits, _ => { }).ExtractKernel(image, trim: true, kernel => size = kernel.Length);
        GC.KeepAlive(size);
    }

    /// <inheritdoc/>
    public bool Refuses(Exception error) => error is MalformedFileException or RefusedException or MissingLibraryException;
}
