// SPDX-License-Identifier: GPL-2.0-only

using Kelf.Kernel.Images;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Images;

public sealed class ImageExtractorTests
{
    private static readonly byte[] s_relocationTable = [1, 2, 3, 4];

    private readonly List<Diagnostic> _warnings = [];

    /// <summary>Each container, and the kind that it is taken for.</summary>
    public static TheoryData<string, string> Containers => new()
    {
        { "kernel", "kernel" },
        { "gzip", "data" },
        { "xz with its size behind it", "data" },
        { "bzImage", "bzImage" },
        { "bzImage whose header is wrong", "bzImage" },
        { "zboot", "zboot" },
        { "uImage", "uImage" },
        { "arm64", "Image" },
        { "riscv", "Image" },
        { "loongarch", "Image" },
        { "arm zImage", "zImage" },
        { "noise in front", "data" },
        { "gzip in xz in gzip", "data" },
        { "vmlinux", "ELF" },
        { "object", "object" },
    };

    [Theory]
    [MemberData(nameof(Containers))]
    public void Headers_and_configuration_come_out_of_every_container(string name, string kind)
    {
        using NativeBuffer file = InMemory.File(Make(name));
        ImageExtractor extractor = new(new ImageLimits(), _warnings.Add);
        Assert.Equal(BootImages.Config, extractor.Extract(file.Contents, FindingKind.Config).Contents.ToArray());
        ImageFinding headers = extractor.Extract(file.Contents, FindingKind.Headers);
        Assert.Equal(BootImages.Headers, headers.Raw.ToArray());
        Assert.Equal(BootImages.HeadersTar, headers.Contents.ToArray());
        Assert.Equal("7.3.4", RunningKernel.ReleaseOf(headers, new ImageLimits()));
        ImageReport report = ImageReport.Run(file.Contents, new ImageLimits(), _warnings.Add);
        Assert.Equal(kind, report.Layers[0].Container.Kind);
        Assert.Equal((BootImages.Banner, "7.3.4"), (report.Banner, report.Release));
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Symbols_are_the_first_choice(bool isBigEndian)
    {
        byte[] data = [.. new byte[5], .. BootImages.Headers, 9, 9];
        ElfBuilder elf = new ElfBuilder(order: isBigEndian ? ByteOrder.Big : ByteOrder.Little)
            .Section(".rodata", data)
            .Symbol("kernel_headers_data", ".rodata", 5)
            .Symbol("kernel_headers_data_end", ".rodata", 5 + (ulong)BootImages.Headers.Length);
        using NativeBuffer file = InMemory.File([.. elf.Build(), .. "~Module signature appended~\n"u8]);
        ImageFinding found = new ImageExtractor(new ImageLimits(), _warnings.Add).Extract(file.Contents, FindingKind.Headers);
        Assert.Equal("symbols", found.How);
        Assert.Equal(BootImages.Headers, found.Raw.ToArray());
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(true, 5, 0)] // no end
    [InlineData(false, 5, 4)] // the end before the start
    [InlineData(false, 5, 100_000_000)] // out of the file
    public void Symbols_that_are_wrong_are_warned_about_and_the_data_is_looked_for(bool isAlone, uint start, uint end)
    {
        ElfBuilder elf = new ElfBuilder().Section(".rodata", [.. new byte[5], .. BootImages.Headers]).Symbol("kernel_headers_data", ".rodata", start);
        elf = isAlone ? elf : elf.Symbol("kernel_headers_data_end", ".rodata", end);
        using NativeBuffer file = InMemory.File(elf.Build());
        ImageFinding found = new ImageExtractor(new ImageLimits(), _warnings.Add).Extract(file.Contents, FindingKind.Headers);
        Assert.Equal("stream", found.How);
        Assert.Equal("X-BOUNDS", Assert.Single(_warnings).Kind);
    }

    // The first proposals had markers of seven bytes, and nothing else.
    [Fact]
    public void Markers_of_the_first_proposals_are_known()
    {
        using NativeBuffer file = InMemory.File([.. new byte[100], .. "IKHD_ST no"u8, .. "IKHD_ST"u8, .. BootImages.Headers, .. "IKHD_ED\0"u8]);
        ImageFinding found = new ImageExtractor(new ImageLimits(), _warnings.Add).Extract(file.Contents, FindingKind.Headers);
        Assert.Equal(("marker", 117ul), (found.How, found.Offset));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Markers_without_a_stream_or_with_another_are_passed_over()
    {
        byte[] noConfig = BootImages.MarkedConfig("no configuration"u8.ToArray());
        using NativeBuffer file = InMemory.File([.. "IKCFG_ST\x1f\x8b\x08\0 IKCFG_ST"u8, .. noConfig, .. BootImages.MarkedConfig(BootImages.Config)[..^8]]);
        ImageFinding found = new ImageExtractor(new ImageLimits(), _warnings.Add).Extract(file.Contents, FindingKind.Config);
        Assert.Equal(BootImages.Config, found.Contents.ToArray());
        Assert.Contains("no IKCFG_ED", Assert.Single(_warnings).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void All_findings_are_listed()
    {
        using NativeBuffer file = InMemory.File([.. BootImages.Kernel, .. BootImages.Kernel]);
        Assert.Equal(2, new ImageExtractor(new ImageLimits(), _warnings.Add).List(file.Contents, FindingKind.Headers).Count);
        Assert.Equal(2, new ImageExtractor(new ImageLimits(), _warnings.Add).List(file.Contents, FindingKind.Config).Count);
    }

    // Both begin with "./", as their makers call tar alike.
    [Fact]
    public void The_archive_of_a_package_is_not_that_of_headers()
    {
        byte[] package = BootImages.Xz(BootImages.Tar(("./", null), ("./boot/", null), ("./boot/vmlinuz", "kernel")));
        using NativeBuffer file = InMemory.File([.. "!<arch>\n"u8, .. package, .. BootImages.Headers]);
        ImageFinding found = new ImageExtractor(new ImageLimits(), _warnings.Add).Extract(file.Contents, FindingKind.Headers);
        Assert.Equal(BootImages.Headers, found.Raw.ToArray());
    }

    [Theory]
    [InlineData("empty", "X-NONE")]
    [InlineData("nothing", "X-NONE")]
    [InlineData("cut payload", "X-TRUNC")]
    [InlineData("damaged payload", "X-TRUNC")]
    [InlineData("bomb", "X-LIMIT")]
    [InlineData("bomb of headers", "X-LIMIT")]
    [InlineData("large file", "X-LIMIT")]
    [InlineData("too deep", "X-NONE")]
    public void What_cannot_be_read_is_an_error(string what, string code)
    {
        byte[] payload = BootImages.Gzip([.. BootImages.Kernel, .. Noise(2 << 20)]);
        byte[] damaged = [.. payload];
        damaged[^10] ^= 1;
        ImageLimits limits = new() { Archive = 1 << 20, Input = 100 << 20 };
        byte[] image = what switch
        {
            "empty" => [],
            "nothing" => Noise(100_000),
            "cut payload" => BootImages.BzImage(payload)[..^(payload.Length / 2)],
            "damaged payload" => BootImages.BzImage(damaged),
            "bomb" => BootImages.BzImage(BootImages.Gzip(new byte[80 << 20])),
            "bomb of headers" => BootImages.Xz([.. BootImages.HeadersTar[..512], .. new byte[2 << 20]]),
            "large file" => Noise(101),
            _ => Nested(6),
        };
        limits = what == "large file" ? limits with { Input = 100 } : limits;
        using NativeBuffer file = InMemory.File(image);
        RefusedException error = Assert.Throws<RefusedException>(
            () => new ImageExtractor(limits, _warnings.Add).Extract(file.Contents, FindingKind.Headers));
        Assert.Equal(code, error.Kind);
        Assert.DoesNotContain('\n', error.Message);
    }

    // Neither alone, nor together with others; and what follows is not begun.
    [Theory]
    [InlineData(1, 80 << 20)]
    [InlineData(100, 1 << 20)]
    public void Streams_give_no_more_than_their_file_may(int count, int size)
    {
        byte[] xz = BootImages.Xz(new byte[size]);
        using NativeBuffer file = InMemory.File([.. Enumerable.Repeat(xz, count).SelectMany(stream => stream), .. BootImages.Headers], "bomb");
        long allowed = (64 << 20) + (file.Contents.Length * 100);
        ImageReport report = ImageReport.Run(file.Contents, Limits("--more"), _warnings.Add);
        Diagnostic problem = Assert.Single(report.Problems);
        Assert.Equal("X-LIMIT", problem.Kind);
        Assert.Equal($"bomb: the compressed parts of the file expand to more than {allowed} bytes; --more", problem.ToString());
        Assert.InRange(report.Layers.Sum(layer => layer.Depth * layer.Size), 0, allowed);
        Assert.Equal("X-LIMIT", Assert.Throws<RefusedException>(
            () => new ImageExtractor(new ImageLimits(), _warnings.Add).Extract(file.Contents, FindingKind.Config)).Kind);
        ImageLimits more = new() { Decompression = new DecompressionLimit { Bytes = 1L << 30 } };
        Assert.Empty(ImageReport.Run(file.Contents, more, _warnings.Add).Problems);
    }

    // Each of a thousand places is a stream up to the end of the file, as far as one can see: the cost is that of few.
    [Fact]
    public void Places_that_only_look_like_streams_use_the_budget_up()
    {
        byte[] header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        // A stored block, its length, that again with all bits the other way; in it is the header of another such stream.
        byte[] block = [0, 10, 0, 0xf5, 0xff, .. header];
        byte[] image = [.. header, .. Enumerable.Repeat(block, 60_000).SelectMany(bytes => bytes)];
        using NativeBuffer file = InMemory.File(image, "many");
        ImageReport report = ImageReport.Run(file.Contents, Limits(null), _warnings.Add);
        Assert.Contains(report.Problems, problem => problem.Kind == "X-LIMIT" && problem.Text.StartsWith("the compressed parts", StringComparison.Ordinal));
    }

    [Fact]
    public void Thousands_of_false_beginnings_cost_little()
    {
        byte[] lzma = [0x5d, 0, 0, 0x80, 0, .. Enumerable.Repeat((byte)0xff, 8), 0, 1, 2];
        byte[] gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 4, 0xff, 0xff];
        byte[] image = [.. Enumerable.Range(0, 20_000).SelectMany(i => i % 2 == 0 ? lzma : gzip), .. BootImages.Headers];
        using NativeBuffer file = InMemory.File(image);
        ThreadTime time = ThreadTime.Start();
        Assert.Throws<RefusedException>(() => new ImageExtractor(new ImageLimits(), _warnings.Add).Extract(file.Contents, FindingKind.Config));
        Assert.Equal(BootImages.Headers, new ImageExtractor(new ImageLimits(), _warnings.Add).Extract(file.Contents, FindingKind.Headers).Raw.ToArray());
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 30);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_kernel_comes_out_with_or_without_what_is_behind_it(bool trim)
    {
        byte[] elf = Vmlinux();
        using NativeBuffer file = InMemory.File(BootImages.BzImage(BootImages.Gzip([.. elf, .. s_relocationTable])));
        byte[]? kernel = null;
        new ImageExtractor(new ImageLimits(), _warnings.Add).ExtractKernel(file.Contents, trim, bytes => kernel = bytes.Span().ToArray());
        Assert.Equal(trim ? elf : [.. elf, .. s_relocationTable], kernel);
    }

    private static byte[] Make(string container) => container switch
    {
        "kernel" => BootImages.Kernel,
        "gzip" => BootImages.Gzip(BootImages.Kernel),
        "xz with its size behind it" => [.. BootImages.Xz(BootImages.Kernel), .. BitConverter.GetBytes(BootImages.Kernel.Length)],
        "bzImage" => BootImages.BzImage([.. BootImages.Xz(BootImages.Kernel), .. BitConverter.GetBytes(BootImages.Kernel.Length)]),
        "bzImage whose header is wrong" => WrongHeader(),
        "zboot" => BootImages.Zboot(BootImages.Xz(BootImages.Kernel)),
        "uImage" => WrappedImages.UImage(BootImages.Gzip(BootImages.Kernel)),
        "arm64" => BootImages.WithMagic(BootImages.Kernel, 0x38, "ARM\x64"u8),
        "riscv" => BootImages.WithMagic(BootImages.Kernel, 0x30, [.. "RISCV"u8, 0, 0, 0, .. "RSC\x05"u8]),
        "loongarch" => BootImages.WithMagic(BootImages.Kernel, 0x38, [0xcd, 0x23, 0x82, 0x81]),
        "arm zImage" => BootImages.WithMagic(BootImages.Gzip(BootImages.Kernel), 0x24, [0x18, 0x28, 0x6f, 1]),
        "noise in front" => [.. Noise(70_000), .. BootImages.Gzip(BootImages.Kernel), .. Noise(1000)],
        "gzip in xz in gzip" => BootImages.Gzip(BootImages.Xz(BootImages.Gzip(BootImages.Kernel))),
        "vmlinux" => Vmlinux(),
        _ => new ElfBuilder().Section(".rodata", BootImages.Kernel).Build(),
    };

    private static byte[] WrongHeader()
    {
        byte[] image = BootImages.BzImage(BootImages.Gzip(BootImages.Kernel));
        image.AsSpan(0x248, 8).Fill(0xff);
        return image;
    }

    private static byte[] Vmlinux() => new ElfBuilder(type: ElfType.Executable).Section(".rodata", BootImages.Kernel).Build();

    private static byte[] Nested(int depth)
    {
        byte[] bytes = BootImages.Kernel;
        for (int i = 0; i < depth; i++)
        {
            bytes = BootImages.Gzip(bytes);
        }

        return bytes;
    }

    private static ImageLimits Limits(string? remedy) => new() { Decompression = new DecompressionLimit { Remedy = remedy } };

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(6).NextBytes(bytes);
        return bytes;
    }
}
