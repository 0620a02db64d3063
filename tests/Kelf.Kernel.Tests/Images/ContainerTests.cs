// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.Kernel.Images;
using Kelf.Kernel.Images.Containers;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Images;

/// <summary>Containers whose kernels lie as they are, or compressed, beside other things.</summary>
public sealed class ContainerTests
{
    private static readonly byte[] s_arm64 = Arm64();

    private readonly List<Diagnostic> _warnings = [];

    /// <summary>The containers, what <c>image info</c> calls them, and what it calls the kernel's part.</summary>
    public static TheoryData<string, string, string, string> Containers
    {
        get
        {
            TheoryData<string, string, string, string> data = [];
            foreach ((string name, string kind, string part) in ((string, string, string)[])
            [
                ("android 0", "boot.img", "kernel"), ("android 1", "boot.img", "kernel"), ("android 2", "boot.img", "kernel"),
                ("android 3", "boot.img", "kernel"), ("android 4", "boot.img", "kernel"), ("unified", "UKI", ".linux"),
                ("wrapped", "UNCOMPRESSED_IMG", "kernel"), ("uImage", "uImage", "kernel"), ("uImage of several", "uImage", "kernel"),
                ("FIT, data", "FIT", "/images/kernel-2"), ("FIT, data-offset", "FIT", "/images/kernel-2"),
                ("FIT, data-position", "FIT", "/images/kernel-2"),
            ])
            {
                data.Add(name, "as it lies", kind, part);
                data.Add(name, "gzip", kind, part);
                data.Add(name, "xz", kind, part);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public void The_kernel_and_its_configuration_come_out(string container, string compression, string kind, string part)
    {
        using NativeBuffer file = InMemory.File(Make(container, Compressed(compression)));
        Assert.Equal(s_arm64, Kernel(file.Contents));
        ImageExtractor extractor = new(new ImageLimits(), _warnings.Add);
        Assert.Equal(BootImages.Config, extractor.Extract(file.Contents, FindingKind.Config).Contents.ToArray());
        Assert.Equal(BootImages.Headers, Assert.Single(extractor.List(file.Contents, FindingKind.Headers)).Raw.ToArray());
        ImageReport report = ImageReport.Run(file.Contents, new ImageLimits(), _warnings.Add);
        Assert.Equal((kind, part), (report.Layers[0].Container.Kind, report.Layers[1].Part));
        Assert.Contains(report.Layers, layer => layer.Container is { Kind: "Image", Details: "arm64, pages of 4K, 1048576 bytes in memory" });
        Assert.Equal((BootImages.Banner, "7.3.4"), (report.Banner, report.Release));
        Assert.Empty(report.Problems);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("android 0", "board board|cmdline ")]
    [InlineData("android 2", "board board|cmdline ")]
    [InlineData("android 4", "cmdline ")]
    [InlineData("unified", "osrel ID=kelf\nPRETTY_NAME=\"Kelf 1\"|cmdline |uname 7.3.4")]
    [InlineData("uImage", "name Linux-7.3.4")]
    [InlineData("FIT, data", "name Kelf")]
    public void Texts_of_headers_are_shown(string container, string texts)
    {
        using NativeBuffer file = InMemory.File(Make(container, s_arm64));
        Assert.Equal(
            texts.Replace("cmdline ", "cmdline " + WrappedImages.CommandLine, StringComparison.Ordinal).Split('|'),
            Container.Recognize(file.Contents).Texts.Select(text => $"{text.Name} {text.Text}"));
    }

    [Theory]
    [InlineData(3, "vendor ramdisk|device tree", "cmdline bootconfig|board board")]
    [InlineData(4, "vendor ramdisk|device tree", "bootconfig androidboot.a = b|cmdline bootconfig|board board")]
    public void A_vendor_boot_image_has_no_kernel(uint version, string parts, string texts)
    {
        using NativeBuffer file = InMemory.File(WrappedImages.VendorBoot(version), "vendor_boot.img");
        ImageReport report = ImageReport.Run(file.Contents, new ImageLimits(), _warnings.Add);
        Container container = report.Layers[0].Container;
        Assert.Equal(("vendor_boot.img", $"Android, header version {version}"), (container.Kind, container.Details));
        Assert.Equal(parts.Split('|'), container.Parts.Select(part => part.Name));
        Assert.Equal(["vendor_boot.img", "cpio", "device tree"], report.Layers.Select(layer => layer.Container.Kind));
        Assert.Equal(texts.Split('|'), container.Texts.Select(text => $"{text.Name} {text.Text}"));
        Assert.Equal("vendor_boot.img: no kernel found", Assert.Throws<RefusedException>(() => Kernel(file.Contents)).Message);
    }

    // As Qualcomm's images have it: the one in the other.
    [Fact]
    public void Containers_may_be_in_containers()
    {
        byte[] inner = WrappedImages.Uncompressed(s_arm64);
        using NativeBuffer file = InMemory.File(WrappedImages.Android(3, inner), "boot.img");
        Assert.Equal(s_arm64, Kernel(file.Contents));
        ImageReport report = ImageReport.Run(file.Contents, new ImageLimits(), _warnings.Add);
        Assert.Equal("boot.img: kernel at 0x1000: kernel at 0x14", report.Layers[2].Path);
        using NativeBuffer unified = InMemory.File(WrappedImages.Unified(BootImages.Zboot(BootImages.Gzip(s_arm64))));
        Assert.Equal(s_arm64, Kernel(unified.Contents));
        using NativeBuffer compressed = InMemory.File(BootImages.Gzip(WrappedImages.Fit(BootImages.Gzip(s_arm64))));
        Assert.Equal(s_arm64, Kernel(compressed.Contents));
    }

    // A layer for each 20 bytes.
    [Fact]
    public void Containers_in_containers_have_a_limit()
    {
        byte[] image = s_arm64;
        for (int i = 0; i < 1000; i++)
        {
            image = [.. "UNCOMPRESSED_IMG"u8, .. BitConverter.GetBytes(image.Length), .. image];
        }

        using NativeBuffer file = InMemory.File(image);
        Assert.Equal("X-NONE", Assert.Throws<RefusedException>(() => Kernel(file.Contents)).Kind);
    }

    [Theory]
    [InlineData("android 0")]
    [InlineData("android 2")]
    [InlineData("android 3")]
    [InlineData("unified")]
    [InlineData("wrapped")]
    [InlineData("uImage")]
    [InlineData("FIT, data-offset")]
    public void A_kernel_that_is_cut_short_is_not_written(string container)
    {
        byte[] image = Make(container, s_arm64);
        int end = image.AsSpan().LastIndexOf(s_arm64.AsSpan(s_arm64.Length - 100)) + 100;
        using NativeBuffer file = InMemory.File(image.AsSpan(0, end - 10), "cut");
        RefusedException error = Assert.Throws<RefusedException>(() => Kernel(file.Contents));
        Assert.Equal("X-TRUNC", error.Kind);
        Assert.Matches("^cut: the .* that its header names ends after the end of the file$", error.Message);
    }

    [Theory]
    [InlineData("android 0", 36, 0u, "its header states pages of 0 bytes")]
    [InlineData("android 0", 36, 2049u, "its header states pages of 2049 bytes")]
    [InlineData("android 2", 8, 0xffffffffu, "the kernel that its header names ends after the end of the file")]
    [InlineData("android 4", 12, 0x7fffffffu, "the ramdisk that its header names ends after the end of the file")]
    [InlineData("vendor 4", 12, 3u, "its header states pages of 3 bytes")]
    [InlineData("vendor 4", 24, 0xffffffffu, "the vendor ramdisk that its header names ends after the end of the file")]
    [InlineData("wrapped", 16, 0xffffffffu, "the kernel that its header names ends after the end of the file")]
    [InlineData("FIT, data", 4, 0xffffffffu, "*")]
    [InlineData("FIT, data", 8, 0xffffffffu, "*")]
    [InlineData("FIT, data", 12, 0xffffffffu, "*")]
    [InlineData("FIT, data", 56, 7u, "device tree: token 7 is not expected here")]
    [InlineData("FIT, data", 56, 2u, "device tree: token 2 is not expected here")]
    public void Damaged_headers_are_told(string container, int offset, uint value, string problem)
    {
        byte[] image = Make(container, s_arm64);
        BitConverter.TryWriteBytes(image.AsSpan(offset), container.StartsWith("FIT", StringComparison.Ordinal) ? BinaryPrimitives.ReverseEndianness(value) : value);
        using NativeBuffer file = InMemory.File(image, "damaged");
        Assert.NotNull(Container.Recognize(file.Contents).Problem);
        ImageReport report = ImageReport.Run(file.Contents, new ImageLimits(), _warnings.Add);
        Assert.Contains(report.Problems, found => problem == "*" || found.Text == problem);
    }

    // Each of them the whole file: what may be looked at is as much as there is, once.
    [Fact]
    public void Parts_that_overlap_are_looked_at_once()
    {
        byte[] image = WrappedImages.Pe([.. Enumerable.Repeat((".linux", new byte[600]), 40)]);
        const int Table = 0x80 + 24 + 112;
        for (int i = 0; i < 40; i++)
        {
            BitConverter.TryWriteBytes(image.AsSpan(Table + i * 40 + 8), image.Length);
            BitConverter.TryWriteBytes(image.AsSpan(Table + i * 40 + 16), image.Length);
            BitConverter.TryWriteBytes(image.AsSpan(Table + i * 40 + 20), 0);
        }

        using NativeBuffer file = InMemory.File(image);
        Container container = Container.Recognize(file.Contents);
        Assert.Equal(image.Length, (long)Assert.Single(container.Parts).Length);
        Assert.Equal("its parts overlap", container.Problem);
    }

    [Fact]
    public void Other_programs_and_trees_are_told_from_kernels()
    {
        using NativeBuffer program = InMemory.File(WrappedImages.Pe((".text", new byte[10]), (".cmdline", new byte[10])));
        Assert.Equal("data", Container.Recognize(program.Contents).Kind);
        using NativeBuffer tree = InMemory.File(WrappedImages.Tree("model\0Board 1"));
        Assert.Equal(("device tree", "Board 1"), (Container.Recognize(tree.Contents).Kind, Container.Recognize(tree.Contents).Details));
    }

    // include/uapi/linux/... of U-Boot: the field of versions was the size of a device tree once.
    [Fact]
    public void The_oldest_boot_images_have_a_device_tree_where_others_have_a_version()
    {
        byte[] tree = WrappedImages.Tree("model\0board");
        byte[] image = [.. WrappedImages.Android(0, s_arm64), .. tree];
        BitConverter.TryWriteBytes(image.AsSpan(40), tree.Length);
        using NativeBuffer file = InMemory.File(image);
        Container container = Container.Recognize(file.Contents);
        Assert.Equal(["kernel", "ramdisk", "second stage", "device tree"], container.Parts.Select(part => part.Name));
        Assert.Equal(("Android, header version 0", null), (container.Details, container.Problem));
        Assert.Equal(s_arm64, Kernel(file.Contents));
    }

    [Theory]
    [InlineData(0u, "arm64, 5 bytes in memory")]
    [InlineData(2u, "arm64, pages of 4K, 5 bytes in memory")]
    [InlineData(4u, "arm64, pages of 16K, 5 bytes in memory")]
    [InlineData(7u, "arm64, pages of 64K, big-endian, 5 bytes in memory")]
    public void Flags_of_arm64_are_shown(uint flags, string details)
    {
        byte[] image = BootImages.WithMagic(BootImages.Kernel, 0x38, "ARM\x64"u8);
        (image[0x10], image[0x18]) = (5, (byte)flags);
        using NativeBuffer file = InMemory.File(image);
        Assert.Equal(details, Container.Recognize(file.Contents).Details);
    }

    internal static byte[] Kernel(Region file, bool trim = false)
    {
        byte[] kernel = [];
        new ImageExtractor(new ImageLimits(), _ => { }).ExtractKernel(file, trim, bytes => kernel = bytes.Span().ToArray());
        return kernel;
    }

    internal static byte[] Arm64()
    {
        byte[] image = BootImages.WithMagic(BootImages.Kernel, 0x38, "ARM\x64"u8);
        BitConverter.TryWriteBytes(image.AsSpan(0x10), 1UL << 20);
        image[0x18] = 2;
        return image;
    }

    private static byte[] Compressed(string compression) => compression switch
    {
        "gzip" => BootImages.Gzip(s_arm64),
        "xz" => BootImages.Xz(s_arm64),
        _ => s_arm64,
    };

    private static byte[] Make(string container, byte[] kernel) => container.Split(' ') switch
    {
        ["android", var version] => WrappedImages.Android(uint.Parse(version, System.Globalization.CultureInfo.InvariantCulture), kernel),
        ["vendor", _] => WrappedImages.VendorBoot(4),
        ["unified"] => WrappedImages.Unified(kernel),
        ["wrapped"] => WrappedImages.Uncompressed(kernel),
        ["uImage"] => WrappedImages.UImage(kernel),
        ["uImage", ..] => WrappedImages.UImageOfSeveral(kernel),
        [_, var place] => WrappedImages.Fit(kernel, place),
        _ => throw new ArgumentException(container),
    };
}
