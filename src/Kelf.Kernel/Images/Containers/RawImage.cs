// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images.Containers;

/// <summary>
/// Kernels that are loaded as they lie, by the header in their first 64 bytes:
/// <c>Documentation/arch/arm64/booting.rst</c>, <c>Documentation/arch/riscv/boot-image-header.rst</c>,
/// <c>arch/loongarch/kernel/head.S</c>, and arm's <c>zImage</c>, which unpacks itself. And the wrapping that
/// Qualcomm's loader knows: a name, the size of the kernel, the kernel.
/// </summary>
internal static class RawImage
{
    private const int HeaderSize = 64;
    private const uint PortableExecutableMagic = 0x818223cd; // of Linux in EFI images: include/linux/pe.h, LINUX_PE_MAGIC
    private const int WrappedName = 16;
    private const int WrappingSize = 20;

    /// <summary>Looks for one of the headers.</summary>
    public static Container? Recognize(Region image)
    {
        if (image.Length < HeaderSize)
        {
            return null;
        }

        ReadOnlySpan<byte> start = image.Span(0, HeaderSize);
        uint zImage = image.Read(ByteOrder.Little, 0x24).U32();
        return start[0x38..].StartsWith("ARM\x64"u8) ? OfArm64(image)
            : start[0x30..].StartsWith("RISCV"u8) && start[0x38..].StartsWith("RSC\x05"u8) ? Of(image, "riscv")
            : zImage is 0x016f2818 or 0x18286f01 ? new Container("zImage", "arm")
            : image.Read(ByteOrder.Little, 0x38).U32() == PortableExecutableMagic ? Of(image, "loongarch")
            : start.StartsWith("UNCOMPRESSED_IMG"u8) ? OfWrapped(image)
            : null;
    }

    // Bits 1 and 2 of the flags; 0 is unspecified. Kernels before 3.17 have no size, and no flags.
    private static Container OfArm64(Region image)
    {
        uint flags = (uint)image.Read(ByteOrder.Little, 0x18).U64();
        string pages = ((flags >> 1) & 3) switch { 1 => ", pages of 4K", 2 => ", pages of 16K", 3 => ", pages of 64K", _ => "" };
        return Of(image, $"arm64{pages}{((flags & 1) != 0 ? ", big-endian" : "")}");
    }

    private static Container Of(Region image, string details)
    {
        ulong size = image.Read(ByteOrder.Little, 0x10).U64();
        return new Container(
            "Image", size == 0 ? details : string.Create(CultureInfo.InvariantCulture, $"{details}, {size} bytes in memory"))
        {
            MemorySize = size,
        };
    }

    private static Container OfWrapped(Region image)
    {
        PartList parts = new(image);
        parts.Add("kernel", WrappingSize, image.Read(ByteOrder.Little, WrappedName).U32(), isKernel: true);
        return parts.Of("UNCOMPRESSED_IMG", "Qualcomm");
    }
}
