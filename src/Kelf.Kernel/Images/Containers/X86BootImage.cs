// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images.Containers;

/// <summary>Boot images of x86 (<c>Documentation/arch/x86/boot.rst</c>, "The Real-Mode Kernel Header").</summary>
internal static class X86BootImage
{
    private const uint WithPayload = 0x0208; // the protocol's version that has payload_offset and payload_length
    private const int LongestVersion = 512;

    /// <summary>Looks for the header.</summary>
    public static Container? Recognize(Region image)
    {
        if (image.Length < 0x260 || !image.Span(0x202, 4).SequenceEqual("HdrS"u8))
        {
            return null;
        }

        Cursor cursor = image.Read(ByteOrder.Little, 0x1fe);
        if (cursor.U16() != 0xaa55)
        {
            return null;
        }

        cursor.Position = 0x206;
        uint version = cursor.U16();
        string details = string.Create(CultureInfo.InvariantCulture, $"x86, boot protocol {version >> 8}.{version & 0xff}");
        if (version < WithPayload)
        {
            return new Container("bzImage", details) { StatedVersion = VersionOf(image) };
        }

        uint setupSectors = image.Span(0x1f1, 1)[0] is var count and not 0 ? count : 4u;
        cursor.Position = 0x248;
        ulong offset = (setupSectors + 1) * 512 + (ulong)cursor.U32();
        ulong length = cursor.U32();
        return OfPayload(image, new Container("bzImage", details, offset, length)
        {
            HasSizeBehindPayload = true,
            StatedVersion = VersionOf(image),
        });
    }

    /// <summary>The container, if its payload is in the file; else the container without one.</summary>
    internal static Container OfPayload(Region image, Container container) =>
        container.PayloadOffset <= (ulong)image.Length && container.PayloadLength <= (ulong)image.Length - container.PayloadOffset
            ? container
            : container with { PayloadLength = 0, Problem = "the compressed kernel that its header names ends after the end of the file" };

    // kernel_version, where loaders find it.
    private static string? VersionOf(Region image)
    {
        ulong offset = image.Read(ByteOrder.Little, 0x20e).U16() + 0x200u;
        if (offset == 0x200 || offset >= (ulong)image.Length)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = image.Span(offset, (int)Math.Min((ulong)image.Length - offset, LongestVersion));
        int end = rest.IndexOf((byte)0);
        return end > 0 ? Encoding.UTF8.GetString(rest[..end]) : null;
    }
}
