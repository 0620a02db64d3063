// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Images;
using Kelf.Kernel.Images.Containers;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Images;

/// <summary>Boot images of s390, which have no header but a mark.</summary>
public sealed class S390BootImageTests
{
    [Fact]
    public void It_is_told_by_its_mark_and_unpacked()
    {
        using NativeBuffer file = InMemory.File(BootImages.S390(BootImages.Xz(BootImages.Kernel)));
        ImageReport report = Report(file.Contents);
        Assert.Equal([("bzImage", "s390"), ("kernel", "flat")], report.Layers.Take(2).Select(layer => (layer.Container.Kind, layer.Container.Details)));
        Assert.Equal(BootImages.Banner, report.Banner);
        Assert.Equal(BootImages.Kernel, ContainerTests.Kernel(file.Contents));
    }

    // CONFIG_KERNEL_UNCOMPRESSED, and Linux before 4.20.
    [Fact]
    public void What_is_not_compressed_is_the_kernel()
    {
        byte[] image = BootImages.S390(BootImages.Kernel);
        using NativeBuffer file = InMemory.File(image);
        ImageReport report = Report(file.Contents);
        Assert.Equal(("kernel", "flat"), (report.Layers[0].Container.Kind, report.Layers[0].Container.Details));
        Assert.Equal(BootImages.Banner, report.Banner);
        Assert.Equal(image, ContainerTests.Kernel(file.Contents));
    }

    [Theory]
    [InlineData("7.3.4 (k@k) #1 SMP", null, "Linux version 7.3.4 (k@k) #1 SMP")]
    [InlineData("7.3.4 (k@k) #1 SMP", 0ul, null)] // Linux before 5.4
    [InlineData("7.3.4 (k@k) #1 SMP", 0x10402ul, null)] // in the parameters themselves
    [InlineData("7.3.4 (k@k) #1 SMP", 0x7fffffffffffffffUL, null)]
    [InlineData("7.3.4 (k@k) #1 SMP", ulong.MaxValue, null)]
    [InlineData("", null, null)]
    [InlineData("no release", null, null)]
    public void What_its_parameters_state_is_the_version_if_the_kernel_cannot_be_read(string version, ulong? address, string? banner)
    {
        using NativeBuffer file = InMemory.File(BootImages.S390([1, 2, 3], version, address));
        ImageReport report = Report(file.Contents);
        Assert.Equal(("bzImage", "s390", banner), (report.Layers[0].Container.Kind, report.Layers[0].Container.Details, report.Banner));
    }

    [Fact]
    public void What_ends_before_its_parameters_is_none()
    {
        using NativeBuffer file = InMemory.File(BootImages.S390([]).AsSpan(0, 0x1042f));
        Assert.Equal("data", Container.Recognize(file.Contents).Kind);
        using NativeBuffer longer = InMemory.File(BootImages.S390([]).AsSpan(0, 0x10430));
        Assert.Equal("bzImage", Container.Recognize(longer.Contents).Kind);
    }

    private static ImageReport Report(Region file) => ImageReport.Run(file, new ImageLimits(), _ => { });
}
