// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

/// <summary>Where 16 bits do not suffice for a number of sections, of segments, or of one section (gABI 4.1 ch. 4).</summary>
internal static class ExtendedNumbering
{
    /// <summary><c>SHN_LORESERVE</c>: numbers of sections from here on stand elsewhere.</summary>
    public const uint FirstReserved = 0xff00;

    /// <summary><c>SHN_XINDEX</c> and <c>PN_XNUM</c>: the number stands elsewhere.</summary>
    public const ushort Elsewhere = 0xffff;
}
