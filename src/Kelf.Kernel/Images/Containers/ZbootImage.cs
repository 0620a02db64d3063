// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images.Containers;

/// <summary>
/// EFI programs that unpack a kernel (<c>drivers/firmware/efi/libstub/zboot-header.S</c>): <c>zimg</c> at 4, offset and size of
/// the payload at 8, the name of its compression at 24.
/// </summary>
internal static class ZbootImage
{
    /// <summary>Looks for the header.</summary>
    public static Container? Recognize(Region image)
    {
        if (image.Length < 64 || !image.Span(0, 2).SequenceEqual("MZ"u8) || !image.Span(4, 4).SequenceEqual("zimg"u8))
        {
            return null;
        }

        Cursor cursor = image.Read(ByteOrder.Little, 8);
        (ulong offset, ulong length) = (cursor.U32(), cursor.U32());
        return X86BootImage.OfPayload(image, new Container("zboot", "EFI", offset, length));
    }
}
