// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images.Containers;

/// <summary>
/// Android's boot images (AOSP, "Boot image header", versions 0 to 4): a header in pages of its own, and then the parts, each
/// from the beginning of a page.
/// </summary>
internal static class AndroidBootImage
{
    private const uint LastVersion = 4;
    private const uint FixedPage = 4096; // of versions 3 and 4
    private const int SmallestHeader = 1580; // of version 3; that of version 0 has 1632

    /// <summary>Looks for the header.</summary>
    public static Container? Recognize(Region image)
    {
        if (image.Length < SmallestHeader || !image.Span(0, 8).SequenceEqual("ANDROID!"u8))
        {
            return null;
        }

        uint version = image.Read(ByteOrder.Little, 40).U32();
        return version is 3 or LastVersion ? OfNew(image, version) : OfOld(image, version);
    }

    // kernel_size, ramdisk_size, os_version, header_size, 16 bytes, header_version, cmdline; version 4: signature_size.
    private static Container OfNew(Region image, uint version)
    {
        Cursor header = image.Read(ByteOrder.Little, 8);
        (uint kernel, uint ramdisk) = (header.U32(), header.U32());
        PagedParts parts = new(image, FixedPage, FixedPage);
        parts.Add("kernel", kernel, isKernel: true);
        parts.Add("ramdisk", ramdisk);
        parts.List.AddText("cmdline", 44, 1536);
        return parts.List.Of("boot.img", Details(version));
    }

    // Sizes and addresses of kernel, ramdisk and second stage; page_size at 36, header_version at 40, name at 48, cmdline at 64,
    // the rest of that at 608; from version 1 a table of device trees, from version 2 a device tree.
    private static Container OfOld(Region image, uint field)
    {
        // Before there were versions this was the size of a device tree, which is never as small as a version is.
        (uint version, uint oldTree) = field <= LastVersion ? (field, 0u) : (0u, field);
        Cursor header = image.Read(ByteOrder.Little, 8);
        uint kernel = header.U32();
        header.Skip(4);
        uint ramdisk = header.U32();
        header.Skip(4);
        uint second = header.U32();
        header.Position = 36;
        uint page = header.U32();
        if (!PagedParts.IsPage(page))
        {
            return new Container("boot.img", Details(version)) { Problem = $"its header states pages of {page} bytes" };
        }

        PagedParts parts = new(image, page, page);
        parts.Add("kernel", kernel, isKernel: true);
        parts.Add("ramdisk", ramdisk);
        parts.Add("second stage", second);
        parts.Add("device tree", oldTree);
        if (version >= 1 && image.Length >= 1636)
        {
            parts.Add("recovery device trees", image.Read(ByteOrder.Little, 1632).U32());
        }

        if (version >= 2 && image.Length >= 1652)
        {
            parts.Add("device tree", image.Read(ByteOrder.Little, 1648).U32());
        }

        parts.List.AddText("board", 48, 16);
        AddCommandLine(image, parts.List);
        return parts.List.Of("boot.img", Details(version));
    }

    // The first 512 bytes end with a NUL, and what did not fit there goes on elsewhere.
    private static void AddCommandLine(Region image, PartList parts)
    {
        ReadOnlySpan<byte> first = image.Span(64, 512);
        ReadOnlySpan<byte> rest = image.Span(608, (int)Math.Min(1024, image.Length - 608));
        int end = first.IndexOf((byte)0);
        parts.AddText("cmdline", [.. end < 0 ? first : first[..end], .. rest]);
    }

    private static string Details(uint version) => string.Create(CultureInfo.InvariantCulture, $"Android, header version {version}");
}
