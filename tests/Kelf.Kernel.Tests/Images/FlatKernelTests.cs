// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Images;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Images;

/// <summary>Kernels without any header, and what they say of themselves: the banner, the build ID, a signature.</summary>
public sealed class FlatKernelTests
{
    // An lz4 stream (legacy frame) of Debian's banner among zeros; the beginning of the banner is one run of literals, the rest is not.
    private const string DebianBanner =
        "Linux version 6.1.0-50-cloud-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld) "
        + "# SMP Debian 6.1.176-1 (2026-07-02)";

    [Theory]
    [InlineData("stream")]
    [InlineData("bzImage")]
    [InlineData("s390")]
    [InlineData("vmlinuz of mips")]
    public void The_banner_is_that_of_the_kernel_and_not_what_its_compression_left_of_it(string container)
    {
        byte[] kernel = [.. Encoding.ASCII.GetBytes("debian-kernel@lists.debian.org "), .. new byte[500], .. Encoding.ASCII.GetBytes(DebianBanner + "\n\0"), .. new byte[100]];
        byte[] stream = Lz4.Legacy(kernel, "Linux version 6.1.0-50-cloud-amd64 (");
        Assert.True(stream.AsSpan().IndexOf("Linux version 6.1.0-50-cloud-amd64 ("u8) >= 0);
        Assert.True(stream.AsSpan().IndexOf("Linux version 6.1.0-50-cloud-amd64 (debian"u8) < 0);
        using NativeBuffer file = InMemory.File(Wrap(container, stream));
        ImageReport report = Report(file.Contents);
        Assert.Equal((DebianBanner, "6.1.0-50-cloud-amd64"), (report.Banner, report.Release));
        Assert.Equal(kernel, ContainerTests.Kernel(file.Contents));
    }

    // All of it is literals: what the stream has of it is whole, and yet the stream is no kernel.
    [Theory]
    [InlineData("stream")]
    [InlineData("s390")]
    [InlineData("vmlinuz of mips")]
    [InlineData("noise")]
    public void A_compressed_kernel_is_not_taken_for_a_flat_one(string container)
    {
        byte[] stream = Lz4.Legacy(BootImages.Kernel, BootImages.Banner + "\n\0");
        Assert.True(stream.AsSpan().IndexOf(Encoding.ASCII.GetBytes(BootImages.Banner + "\n\0")) >= 0);
        using NativeBuffer file = InMemory.File(Wrap(container, stream));
        Assert.Equal(BootImages.Kernel, ContainerTests.Kernel(file.Contents));
        ImageReport report = Report(file.Contents);
        Assert.Equal(BootImages.Banner, report.Banner);
        Assert.Equal(("kernel", "flat"), (report.Layers[1].Container.Kind, report.Layers[1].Container.Details));
        Assert.NotEqual("kernel", report.Layers[0].Container.Kind);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("arm zImage")]
    [InlineData("uImage")]
    [InlineData("zboot")]
    [InlineData("s390")]
    [InlineData("as it lies")]
    public void A_flat_kernel_comes_out_of_what_it_is_in(string container)
    {
        byte[] gzip = BootImages.Gzip(BootImages.Kernel);
        using NativeBuffer file = InMemory.File(container switch
        {
            "gzip" => gzip,
            "arm zImage" => BootImages.WithMagic([.. gzip, 1, 2, 3], 0x24, [0x18, 0x28, 0x6f, 1]),
            "uImage" => WrappedImages.UImage(BootImages.Kernel, compression: 0),
            "zboot" => BootImages.Zboot(gzip),
            "s390" => Wrap(container, gzip),
            _ => BootImages.Kernel,
        });
        Assert.Equal(BootImages.Kernel, ContainerTests.Kernel(file.Contents));
        Assert.Contains(Report(file.Contents).Layers, layer => layer.Container is { Kind: "kernel", Details: "flat" });
    }

    [Theory]
    [InlineData("Linux version 7.3.4 (k@k) (gcc) #1 SMP\n")] // a log
    [InlineData("Linux version %s (%s) #1\n\0")] // a format
    [InlineData("Linux version 7.3.4 (k@k) (gcc #1\n\0")] // half of it is missing
    [InlineData("Linux version 7.3.4 (k) (gcc) #1\n\0")]
    [InlineData("Linux version 7.3.4 (k@k) (gcc)\n\0")]
    [InlineData("Linux version 7.3.4 (k@k)\t(gcc) #1\n\0")]
    [InlineData("Linux version 7.3.4 (k@k) (gcc) #1\0")]
    public void What_is_no_banner_makes_no_kernel(string text)
    {
        using NativeBuffer file = InMemory.File([.. new byte[100], .. Encoding.ASCII.GetBytes(text), .. "   "u8, .. new byte[10]], "log");
        ImageReport report = Report(file.Contents);
        Assert.Equal((null, "data"), (report.Banner, report.Layers[0].Container.Kind));
        Assert.Equal("log: no kernel found", Assert.Throws<RefusedException>(() => ContainerTests.Kernel(file.Contents)).Message);
    }

    // init/version.c has one without a number, for what reads the file; the kernel prints the other.
    [Fact]
    public void Of_two_banners_the_one_with_a_number_counts()
    {
        const string Weak = "Linux version 7.3.4 (k@k) (gcc) # SMP";
        using NativeBuffer file = InMemory.File([.. new byte[9], .. Encoding.ASCII.GetBytes(Weak + "\n\0"), .. BootImages.Kernel]);
        Assert.Equal(BootImages.Banner, Report(file.Contents).Banner);
    }

    [Fact]
    public void Archives_are_no_kernels_though_one_is_in_them()
    {
        using NativeBuffer initramfs = InMemory.File([.. "070701"u8, .. new byte[200], .. BootImages.Kernel]);
        Assert.Equal("cpio", Report(initramfs.Contents).Layers[0].Container.Kind);
        Assert.Throws<RefusedException>(() => ContainerTests.Kernel(initramfs.Contents));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_build_ID_of_a_flat_kernel_is_that_of_its_note(bool isBigEndian)
    {
        byte[] id = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];
        byte[] kernel = [.. BootImages.Kernel, .. new byte[-BootImages.Kernel.Length & 3], .. Note(id, isBigEndian), .. new byte[8]];
        using NativeBuffer file = InMemory.File(BootImages.Gzip(kernel));
        Assert.Equal(Convert.ToHexStringLower(id), Report(file.Contents).BuildId);
    }

    // Notes of the vDSO, which is a whole ELF file; and two that nothing tells apart.
    [Fact]
    public void The_build_ID_is_not_that_of_the_vDSO_and_not_a_guess()
    {
        byte[] start = [.. BootImages.Kernel, .. new byte[-BootImages.Kernel.Length & 7]];
        byte[] own = Note([.. Enumerable.Repeat((byte)7, 20)]);
        byte[] vdso = new ElfBuilder(type: ElfType.Dynamic).Section(".note.gnu.build-id", Note([.. Enumerable.Repeat((byte)8, 20)]), ElfSectionType.Note).Build();
        byte[] padded = [.. vdso, .. new byte[-vdso.Length & 7]];
        Assert.Equal(Convert.ToHexStringLower(own.AsSpan(16, 20)), IdOf([.. start, .. padded, .. own]));
        Assert.Null(IdOf([.. start, .. own, .. new byte[40], .. Note([.. Enumerable.Repeat((byte)9, 20)])]));
        // The salt of the build is in the kernel's own section of notes.
        byte[] salt = [6, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, .. "Linux\0\0\0"u8, 0, 0, 0, 0];
        Assert.Equal(Convert.ToHexStringLower(own.AsSpan(16, 20)), IdOf([.. start, .. own, .. salt, .. new byte[400], .. Note([.. Enumerable.Repeat((byte)9, 20)])]));
    }

    [Theory]
    [InlineData(1, 20)] // not aligned
    [InlineData(0, 4)] // no hash is as short
    [InlineData(0, 2000)] // or as long
    public void What_only_looks_like_a_note_is_none(int shift, int size)
    {
        byte[] start = [.. BootImages.Kernel, .. new byte[(-BootImages.Kernel.Length & 3) + shift]];
        Assert.Null(IdOf([.. start, .. Note(new byte[size])]));
        Assert.Null(IdOf([.. start, .. Note(new byte[20])[..30]]));
    }

    [Fact]
    public void A_signature_is_told_and_left_out_on_demand()
    {
        byte[] signature = [.. new byte[700], 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0xbc, .. "~Module signature appended~\n"u8];
        byte[] elf = new ElfBuilder(type: ElfType.Executable).Section(".rodata", BootImages.Kernel).Build();
        byte[] image = ContainerTests.Arm64();
        foreach (byte[] kernel in (byte[][])[elf, BootImages.Kernel, image])
        {
            byte[] signed = [.. kernel, .. signature];
            foreach (byte[] bytes in (byte[][])[signed, BootImages.Gzip(signed)])
            {
                using NativeBuffer file = InMemory.File(bytes);
                Assert.Equal("PKCS #7, 700 bytes", Report(file.Contents).Signature?.ToString());
                Assert.Equal(signed, ContainerTests.Kernel(file.Contents));
                Assert.Equal(kernel, ContainerTests.Kernel(file.Contents, trim: true));
            }
        }

        signature[708] = 1; // 16 MiB: more than there is
        using NativeBuffer wrong = InMemory.File([.. elf, .. signature]);
        Assert.Null(Report(wrong.Contents).Signature);
    }

    // What is compressed is what was signed, so the signature may also be outside.
    [Fact]
    public void What_follows_a_compressed_kernel_does_not_matter()
    {
        byte[] behind = [.. new byte[5000], 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0xbc, .. "~Module signature appended~\n"u8];
        foreach (byte[] stream in (byte[][])[BootImages.Gzip(BootImages.Kernel), BootImages.Xz(BootImages.Kernel), Lz4.Legacy(BootImages.Kernel, "")])
        {
            using NativeBuffer file = InMemory.File([.. stream, .. behind]);
            Assert.Equal(BootImages.Kernel, ContainerTests.Kernel(file.Contents));
            Assert.Equal("PKCS #7, 700 bytes", Report(file.Contents).Signature?.ToString());
        }
    }

    [Fact]
    public void An_Image_ends_where_its_header_says()
    {
        byte[] image = ContainerTests.Arm64();
        BitConverter.TryWriteBytes(image.AsSpan(0x10), (ulong)image.Length);
        using NativeBuffer file = InMemory.File([.. image, .. WrappedImages.Tree("model\0board")]);
        Assert.Equal(image, ContainerTests.Kernel(file.Contents, trim: true));
        Assert.Equal(file.Contents.Length, ContainerTests.Kernel(file.Contents).Length);
    }

    [Fact]
    public void A_module_comes_out_of_its_file_but_not_out_of_a_package()
    {
        byte[] module = new ElfBuilder().Section(".modinfo", "name=m\0vermagic=7.3.4 SMP\0"u8.ToArray()).Section(".gnu.linkonce.this_module", new byte[64]).Build();
        foreach (byte[] bytes in (byte[][])[BootImages.Xz(module), BootImages.Gzip(module), module])
        {
            using NativeBuffer file = InMemory.File(bytes);
            Assert.Equal(module, ContainerTests.Kernel(file.Contents));
        }

        using NativeBuffer package = InMemory.File([.. "!<arch>\n"u8, .. BootImages.Xz(module)]);
        Assert.Throws<RefusedException>(() => ContainerTests.Kernel(package.Contents));
    }

    // crypto/testmgr.h has such streams, lib/ others.
    [Fact]
    public void Test_vectors_in_a_kernel_are_no_news()
    {
        byte[] vector = BootImages.Gzip("Join us now and share the software Join us now and share the software "u8);
        byte[] large = BootImages.Gzip(new byte[5000]);
        byte[] initramfs = BootImages.Gzip([.. "070701"u8, .. new byte[300]]);
        byte[] kernel = [.. BootImages.Kernel, .. vector, .. new byte[10], .. vector, .. large, .. initramfs];
        using NativeBuffer file = InMemory.File(kernel);
        Assert.Equal(
            [("kernel", kernel.Length), ("configuration", BootImages.Config.Length), ("tar", BootImages.HeadersTar.Length), ("data", 5000), ("cpio", 306)],
            Report(file.Contents).Layers.Select(layer => (layer.Container.Kind, (int)layer.Size)));
        using NativeBuffer alone = InMemory.File(vector);
        Assert.Equal(2, Report(alone.Contents).Layers.Count);
    }

    private static string? IdOf(byte[] kernel)
    {
        using NativeBuffer file = InMemory.File(kernel);
        return Report(file.Contents).BuildId;
    }

    private static byte[] Note(byte[] id, bool isBigEndian = false) =>
        new ByteAssembler(isBigEndian ? ByteOrder.Big : ByteOrder.Little).U32(4).U32((uint)id.Length).U32(3).Bytes("GNU\0"u8).Bytes(id).ToArray();

    private static ImageReport Report(Region file) => ImageReport.Run(file, new ImageLimits(), _ => { });

    private static byte[] Wrap(string container, byte[] stream) => container switch
    {
        "stream" => stream,
        "bzImage" => BootImages.BzImage(stream),
        "vmlinuz of mips" => new ElfBuilder(type: ElfType.Executable).Section(".data", stream).Build(),
        "noise" => [9, 9, 9, 9, .. stream, 8, 8],
        _ => BootImages.S390(stream),
    };
}
