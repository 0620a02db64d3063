// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Compression;

using Kelf.TestSupport;

using static Kelf.TestSupport.PackageBuilder;

namespace Kelf.Fuzz.Seeds;

/// <summary>Packages of each kind, with members of all forms.</summary>
internal static class PackageSeeds
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Seed> All()
    {
        byte[] text = "0x00000001\tpush\tvmlinux\tEXPORT_SYMBOL\t\n"u8.ToArray();
        byte[] tar = TarOf(("./", []), ("./boot/symvers-1", text), ("./" + new string('d', 120) + "/f", text), ("./e", []));
        byte[] cpio = CpioOf(("./boot/symvers-1", RegularFile, text), ("./link", 0xa1ff, text), ("./e", RegularFile, []));
        yield return new Seed("package/deb", Deb("", tar));
        yield return new Seed("package/deb-zstd", Deb(".zst", Packing.ZstdFrame(tar)));
        yield return new Seed("package/rpm", Rpm(null, cpio));
        yield return new Seed("package/rpm-gzip", Rpm("gzip", Gzip(cpio)));
        (string, uint, uint, uint)[] files = [("boot/k", RegularFile, 1, (uint)text.Length), ("usr/a", RegularFile, 2, 2), ("usr/b", RegularFile, 2, 2)];
        yield return new Seed("package/rpm-numbers", Rpm("none", StrippedCpio((0, text), (1, []), (2, "ab"u8.ToArray())), files));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream result = new();
        using (GZipStream stream = new(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(bytes);
        }

        return result.ToArray();
    }
}
