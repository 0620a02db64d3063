// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;

namespace Kelf.Archives.Tar;

/// <summary>
/// Writes the headers of a tar archive in the dialect of GNU tar (its manual, "Basic Tar Format"; <c>src/tar.h</c>): the
/// magic <c>"ustar  "</c>, and names of more than 100 bytes in a member of their own before the real one. Owner and group are
/// number 0 without a name. The runtime's <c>System.Formats.Tar</c> gives the long names an owner, which GNU tar
/// with <c>--owner=0 --numeric-owner</c> does not.
/// </summary>
public static class TarHeader
{
    /// <summary>Headers and padded contents are multiples of this.</summary>
    public const int BlockSize = 512;

    /// <summary>The size of an archive is a multiple of this: twenty blocks.</summary>
    public const int RecordSize = 20 * BlockSize;

    // Offsets of the fields; their lengths follow from the next.
    internal const int ModeField = 100;
    internal const int SizeField = 124;
    internal const int TimeField = 136;
    internal const int ChecksumField = 148;
    internal const int TypeField = 156;
    internal const int LinkField = 157;
    internal const int MagicField = 257;
    private const int UserField = 108;
    private const int GroupField = 116;
    private const int NameLength = 100;

    private static ReadOnlySpan<byte> LongName => "././@LongLink"u8;

    /// <summary>Bytes that the headers of a member take: one block, or more with a long name.</summary>
    public static int SizeOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> linkTarget) =>
        LongSize(linkTarget) + LongSize(name) + BlockSize;

    /// <summary>Bytes that contents take.</summary>
    public static long Padded(long size) => (size + BlockSize - 1) & -BlockSize;

    /// <summary>Writes the headers of a member.</summary>
    /// <param name="target">Zeroed, <see cref="SizeOf"/> bytes at least.</param>
    /// <param name="type">File, directory or link.</param>
    /// <param name="name">Its name; that of a directory ends with a slash.</param>
    /// <param name="linkTarget">For a link; empty for others.</param>
    /// <param name="size">Bytes of contents.</param>
    /// <param name="mode">Permissions: 0644 (octal) and the like.</param>
    /// <param name="time">Seconds since 1970, before or after.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(
        Span<byte> target, TarMemberType type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> linkTarget, long size, int mode, long time)
    {
        int position = WriteLong(target, TarMemberType.LongLinkTarget, linkTarget);
        position += WriteLong(target[position..], TarMemberType.LongName, name);
        WriteOne(target[position..], type, name, linkTarget, size, mode, time);
        return position + BlockSize;
    }

    private static int LongSize(ReadOnlySpan<byte> text) =>
        text.Length <= NameLength ? 0 : BlockSize + (int)Padded(text.Length + 1);

    private static int WriteLong(Span<byte> target, TarMemberType type, ReadOnlySpan<byte> text)
    {
        if (text.Length > NameLength)
        {
            WriteOne(target, type, LongName, default, text.Length + 1, 0b110_100_100, 0);
            text.CopyTo(target[BlockSize..]);
        }

        return LongSize(text);
    }

    private static void WriteOne(
        Span<byte> header, TarMemberType type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> linkTarget, long size, int mode, long time)
    {
        name[..Math.Min(name.Length, NameLength)].CopyTo(header);
        Octal(header.Slice(ModeField, 8), mode);
        Octal(header.Slice(UserField, 8), 0);
        Octal(header.Slice(GroupField, 8), 0);
        Octal(header.Slice(SizeField, 12), size);
        Number(header.Slice(TimeField, 12), time);
        header[TypeField] = (byte)type;
        linkTarget[..Math.Min(linkTarget.Length, NameLength)].CopyTo(header[LinkField..]);
        "ustar  \0"u8.CopyTo(header[MagicField..]);
        Checksum(header);
    }

    // Digits, and a NUL.
    private static void Octal(Span<byte> field, long value)
    {
        for (int i = field.Length - 2; i >= 0; i--, value >>= 3)
        {
            field[i] = (byte)('0' + (value & 7));
        }
    }

    // What does not fit in octal digits is stored in base 256, with the highest bit set.
    private static void Number(Span<byte> field, long value)
    {
        if (value is >= 0 and < 1L << 33)
        {
            Octal(field, value);
            return;
        }

        field.Fill(value < 0 ? (byte)0xff : (byte)0);
        BinaryPrimitives.WriteInt64BigEndian(field[(field.Length - 8)..], value);
        field[0] |= 0x80;
    }

    // The sum of all bytes, this field counted as blanks: six digits, NUL, blank.
    private static void Checksum(Span<byte> header)
    {
        Span<byte> field = header.Slice(ChecksumField, 8);
        field.Fill((byte)' ');
        int sum = 0;
        foreach (byte b in header[..BlockSize])
        {
            sum += b;
        }

        Octal(field[..7], sum);
        field[6] = 0;
    }
}
