// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images.Containers;

/// <summary>
/// Boot images of s390 (<c>arch/s390/boot/head.S</c>): the memory from address 0 on, without a header. A mark after the entry
/// point says what it is, and a block of parameters (<c>struct parmarea</c>, <c>arch/s390/include/asm/setup.h</c>) where its
/// version is. It unpacks a kernel, or with <c>CONFIG_KERNEL_UNCOMPRESSED</c>, and before Linux 4.20, is one as it lies.
/// </summary>
internal static class S390BootImage
{
    private const ulong Mark = 0x10008;
    private const ulong VersionPointer = 0x10428; // parmarea.kernel_version, from Linux 5.4 on; 0 before
    private const int LongestVersion = 512;

    /// <summary>Looks for the mark.</summary>
    public static Container? Recognize(Region image) => image.Length < (long)VersionPointer + 8 || !image.Span(Mark, 6).SequenceEqual("S390EP"u8)
        ? null
        : new Container("bzImage", "s390") { MayBeFlat = true, StatedVersion = VersionOf(image) };

    private static string? VersionOf(Region image)
    {
        ulong address = image.Read(ByteOrder.Big, VersionPointer).U64();
        if (address <= VersionPointer || address >= (ulong)image.Length)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = image.Span(address, (int)Math.Min((ulong)image.Length - address, LongestVersion));
        int end = rest.IndexOf((byte)0);
        return end > 0 && char.IsAsciiDigit((char)rest[0]) ? Encoding.UTF8.GetString(rest[..end]) : null;
    }
}
