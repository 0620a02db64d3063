// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images.Containers;

/// <summary>
/// U-Boot's legacy images, <c>uImage</c> (its <c>include/image.h</c>, "Legacy Image Header"): 64 big-endian bytes
/// before the data. Images of several files begin with a list of sizes, a kernel being the first.
/// </summary>
internal static class LegacyImage
{
    private const int HeaderSize = 64;
    private const int Several = 4; // IH_TYPE_MULTI

    private static readonly string?[] s_machines =
    [
        null, "alpha", "arm", "x86", "ia64", "mips", "mips64", "powerpc", "s390", "sh", "sparc", "sparc64", "m68k", "nios", "microblaze",
        "nios2", "blackfin", "avr32", "st200", "sandbox", "nds32", "openrisc", "arm64", "arc", "x86-64", "xtensa", "riscv",
    ];

    private static readonly string[] s_compressions = ["not compressed", "gzip", "bzip2", "lzma", "lzo", "lz4", "zstd"];

    /// <summary>Looks for the header.</summary>
    public static Container? Recognize(Region image)
    {
        if (image.Length < HeaderSize || !image.Span(0, 4).SequenceEqual((ReadOnlySpan<byte>)[0x27, 5, 0x19, 0x56]))
        {
            return null;
        }

        uint size = image.Read(ByteOrder.Big, 12).U32();
        (int machine, int type, int compression) = (image.Span(29, 1)[0], image.Span(30, 1)[0], image.Span(31, 1)[0]);
        PartList parts = new(image);
        if (type == Several)
        {
            AddSeveral(image, size, parts);
        }
        else
        {
            parts.Add(NameOf(type), HeaderSize, size, type is 2 or 14);
        }

        parts.AddText("name", 32, 32);
        return parts.Of("uImage", string.Join(", ", new[]
        {
            "U-Boot", machine < s_machines.Length ? s_machines[machine] : null,
            compression < s_compressions.Length ? s_compressions[compression] : null,
        }.OfType<string>()));
    }

    private static string NameOf(int type) => type switch
    {
        2 or 14 => "kernel", // IH_TYPE_KERNEL, IH_TYPE_KERNEL_NOLOAD
        3 => "ramdisk",
        8 => "device tree",
        _ => "data",
    };

    // Sizes up to a zero; the files behind, each padded to four bytes.
    private static void AddSeveral(Region image, uint size, PartList parts)
    {
        ulong end = Math.Min((ulong)image.Length, HeaderSize + (ulong)size);
        List<uint> sizes = [];
        ulong at = HeaderSize;
        for (; at + 4 <= end && sizes.Count < 16; at += 4)
        {
            uint length = image.Read(ByteOrder.Big, at).U32();
            if (length == 0)
            {
                at += 4;
                break;
            }

            sizes.Add(length);
        }

        for (int i = 0; i < sizes.Count; i++)
        {
            parts.Add(i == 0 ? "kernel" : "file " + (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), at, sizes[i], isKernel: i == 0);
            at += ((ulong)sizes[i] + 3) & ~3UL;
        }
    }
}
