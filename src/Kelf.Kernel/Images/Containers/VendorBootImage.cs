// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images.Containers;

/// <summary>
/// Android's <c>vendor_boot</c> (AOSP, "Boot image header", "Vendor boot image header structure", versions 3 and 4),
/// which has what goes with a kernel, but no kernel.
/// </summary>
internal static class VendorBootImage
{
    private const int HeaderSize = 2112; // of version 3

    /// <summary>Looks for the header.</summary>
    public static Container? Recognize(Region image)
    {
        if (image.Length < HeaderSize || !image.Span(0, 8).SequenceEqual("VNDRBOOT"u8))
        {
            return null;
        }

        Cursor header = image.Read(ByteOrder.Little, 8);
        (uint version, uint page) = (header.U32(), header.U32());
        header.Position = 24;
        uint ramdisk = header.U32();
        header.Position = 2096;
        (uint size, uint tree) = (header.U32(), header.U32());
        string details = string.Create(CultureInfo.InvariantCulture, $"Android, header version {version}");
        if (!PagedParts.IsPage(page))
        {
            return new Container("vendor_boot.img", details) { Problem = $"its header states pages of {page} bytes" };
        }

        PagedParts parts = new(image, size, page);
        parts.Add("vendor ramdisk", ramdisk);
        parts.Add("device tree", tree);
        if (version >= 4 && image.Length >= 2128)
        {
            header.Position = 2112;
            uint table = header.U32();
            header.Skip(8);
            parts.Skip(table);
            parts.AddText("bootconfig", header.U32());
        }

        parts.List.AddText("cmdline", 28, 2048);
        parts.List.AddText("board", 2080, 16);
        return parts.List.Of("vendor_boot.img", details);
    }
}
