// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Fuzz.Seeds;

/// <summary>Compressed streams, an archive of headers, and kernel images.</summary>
public static class ImageSeeds
{
    // Forty lines of a configuration by programs that are not everywhere.
    private static readonly (string Format, string Base64)[] s_streams =
    [
        // bzip2 -c
        ("bzip2", "QlpoOTFBWSZTWUODVKcAAGROgAAQf+IJoYAAgCAwAKMIp401PU9VPUBoUwmmgNMQKpQMagDJ3ER1HcXMuoR5zCYvxTkrXDmXUc3WaCCFOWSFmKox0CQG"
            + "qEuRmg8hCrBYl1CFMZqx01UBjNXnTVAvDCvaJeiUSydk7J2TNKTSk1rWbWtyIXELiHwhgQuIYEMCH4u5IpwoSCHBqlOA"),
        // xz -c --format=lzma -0
        ("lzma", "XQAABAD//////////wAhk8X3A8IuxSdu06G/eVjpha66Bacz92uTtLqWBPXniEcf5gu140gZm2frgjxYX914CRgzpogaHmi1U9vWx5dIUzTjF2l2wN3P"
            + "IuXFUSuF86PuWV/0Q9Iec3VapSmOr293f3GsjDUiO+eycpSWNcnpRhFS9ANCJry0iFiKqrrCVd78C5NS1N1+VJdQWUu1MtAG3/4YuYA="),
        // lz4 -lc
        ("lz4", "AiFMGN0AAADTQ09ORklHXzAwMD15Cg0ANjkxOQ0ANjgzOA0ANjc1Nw0ANjY3Ng0ANzU5NQ0AJjE0DQA2NDMzDQA2MzUyDQA2MjcxDQAnMTmCACcxMIIA"
            + "JzAyggAnOTSCACc4NoIAJzc4ggAnNzCCACc2MoIAJzU0ggAnNDaCACczOIIAJzI5ggAnMjGCACcxM4IAJzA1ggAnOTeCACc4OYIAJzgxggAnNzOCACc2"
            + "NYIAJzU3ggAnNDiCACc0MIIAJzMyggAnMjSCACcxNoIAJzA4ggAnMDCCACc5MoIAYDg0MT15Cg=="),
        // lz4 -c -BX -BD --content-size
        ("lz4-frame", "BCJNGHxAFQIAAAAAAACRvAAAANVDT05GSUdfMDAwPXkKDQAXOA0AJzE2DQAnMjQNACczMg0AGDRBABg0QQAYNUEAGDZBABg3QQAYOEEAGDhBABc5QQAnMT"
            + "BBACcxMUEAJzEyQQAnMTJBACgxM0EAGDRBABg1QQAYNkEAGDZBABg3QQAYOEEAGDhBABc5QQAYMkUBJzIwQQAYMkUBGDJFARgyRQEYMkUBGDJFARgyRQEY"
            + "MkUBGDJFARgyRQEYMkUBGDNFARgzRQFgMzIwPXkKOH066AAAAACEVO/P"),
        // lzop -c
        ("lzop", "iUxaTwANChoKEEAgoAlAAQUDAAANAAAAAGsB0fUAAAAAAC6cA6IAAAIIAAAA6Y/5id4KQ09ORklHXzAwMD15CtMBOTE5KDMAODM4KDMANzU3KDMANjc2"
            + "KDMANTk1KTIAMTQoMwA0MzMoMwAzNTIoMwAyNzEoMgAxOSkGAjEwKQYCMDIpBgI5NCkGAjg2KQYCNzgpBgI3MCkGAjYyKQYCNTQpBgI0NikGAjM4KQYC"
            + "MjkpBgIyMSkGAjEzKQYCMDUpBgI5NykGAjg5KQYCODEpBgI3MykGAjY1KQYCNTcpBgI0OCkGAjQwKQYCMzIpBgIyNCkGAjE2KQYCMDgpBgIwMCkEAgAB"
            + "OTIyPXkKQ09ORklHXzg0MT15ChEAAAAAAAA="),
        // zstd -qc
        ("zstd", "KLUv/QRYZQQA4kcUE6Anbf9ZN675p5F9psju3vyvqnijGEoW+ZDMshrJyZg38aplMjelu+5WvKn7Cz01EqoRI5bPzEe38OTbE6mZIWq97OzqPH4/ioFk"
            + "ISAADAhEJyDg53tsbMYee+yxsRl77LHHxmbsscceG5uxhz322GNjM/bYY4+Nzdhjjz02NmOPPfbQe4AsfQG5+qK7"),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<Seed> All()
    {
        foreach ((string format, string base64) in s_streams)
        {
            yield return new Seed($"generated/stream-{format}", Convert.FromBase64String(base64));
        }

        yield return new Seed("generated/stream-gzip", BootImages.Gzip(BootImages.Kernel));
        yield return new Seed("generated/stream-xz", BootImages.Xz(BootImages.Kernel));
        yield return new Seed("generated/tar-headers", BootImages.HeadersTar);
        yield return new Seed("generated/tar-long", BootImages.Tar(("./" + new string('d', 150) + "/", null), ("./" + new string('n', 300), "text")));
        yield return new Seed("generated/image-kernel", BootImages.Kernel);
        byte[] elf = new ElfBuilder(type: ElfType.Executable).Section(".rodata", BootImages.Kernel)
            .Symbol("kernel_headers_data", ".rodata", 1).Symbol("kernel_headers_data_end", ".rodata", 2).Build();
        yield return new Seed("generated/image-bzImage", BootImages.BzImage(BootImages.Gzip(elf)));
        yield return new Seed("generated/image-zboot", BootImages.Zboot(BootImages.Xz(elf)));
        yield return new Seed("generated/image-uImage", WrappedImages.UImage(BootImages.Gzip(elf)));
        yield return new Seed("generated/image-uImage-several", WrappedImages.UImageOfSeveral(elf));
        foreach (uint version in (uint[])[0, 2, 3, 4])
        {
            yield return new Seed($"generated/image-android-{version}", Cut(WrappedImages.Android(version, elf)));
        }

        yield return new Seed("generated/image-vendor-boot", Cut(WrappedImages.VendorBoot(4, BootImages.Gzip(elf))));
        yield return new Seed("generated/image-wrapped", WrappedImages.Uncompressed(elf));
        yield return new Seed("generated/image-unified", WrappedImages.Unified(BootImages.BzImage(BootImages.Gzip(elf))));
        yield return new Seed("generated/image-fit", WrappedImages.Fit(elf));
        yield return new Seed("generated/image-fit-offset", WrappedImages.Fit(elf, "data-offset"));
        // A flat kernel with a note, and a file that has one, too; signed.
        byte[] note = [4, 0, 0, 0, 8, 0, 0, 0, 3, 0, 0, 0, .. "GNU\0"u8, 1, 2, 3, 4, 5, 6, 7, 8];
        byte[] vdso = new ElfBuilder(type: ElfType.Dynamic).Section(".note.gnu.build-id", note, ElfSectionType.Note).Build();
        byte[] signature = [.. new byte[20], 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 20, .. "~Module signature appended~\n"u8];
        yield return new Seed(
            "generated/image-flat", [.. note, .. BootImages.Kernel, .. new byte[-BootImages.Kernel.Length & 3], .. vdso, .. signature]);
    }
    // Without the padding of the last page.
    private static byte[] Cut(byte[] image) => image[..(image.AsSpan().LastIndexOfAnyExcept((byte)0) + 1)];
}
