// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Archive;

/// <summary>
/// The 60 bytes before each member, all text (ar(5)): name 16, date 12, owner 6, group 6, mode 8, size 10, and the two
/// bytes <c>`\n</c>. Date, owner and mode are not looked at.
/// </summary>
/// <param name="Offset">Offset of the header in the archive.</param>
/// <param name="Name">The name field without its padding.</param>
/// <param name="Size">Bytes that follow the header, or, of a thin member, of the file that it names.</param>
internal readonly record struct MemberHeader(ulong Offset, Region Name, ulong Size)
{
    /// <summary>Length of a header in bytes.</summary>
    public const int Length = 60;

    private const int NameLength = 16;
    private const int SizeStart = 48;
    private const int SizeLength = 10;

    /// <summary>Decodes the header at an offset.</summary>
    /// <exception cref="MalformedFileException">It is cut short, or no header.</exception>
    public static MemberHeader Read(Region archive, ulong offset)
    {
        if (offset > (ulong)archive.Length || (ulong)archive.Length - offset < Length)
        {
            throw archive.Malformed(offset, $"archive member header of {Length} bytes is cut short");
        }

        ReadOnlySpan<byte> bytes = archive.Span(offset, Length);
        if (!bytes[^2..].SequenceEqual("`\n"u8))
        {
            throw archive.Malformed(offset + Length - 2, "archive member header does not end with `\\n");
        }

        ulong size = ReadDecimal(bytes.Slice(SizeStart, SizeLength), out bool valid);
        if (!valid)
        {
            throw archive.Malformed(offset + SizeStart, "archive member size is not a decimal number");
        }

        int nameLength = bytes[..NameLength].TrimEnd((byte)' ').Length;
        return new MemberHeader(offset, archive.Slice(offset, (ulong)nameLength), size);
    }

    /// <summary>Reads a decimal number that is padded with blanks; at most 19 digits, so it cannot overflow.</summary>
    public static ulong ReadDecimal(ReadOnlySpan<byte> field, out bool valid)
    {
        ReadOnlySpan<byte> digits = field.TrimEnd((byte)' ');
        valid = digits.Length is > 0 and < 20;
        ulong value = 0;
        foreach (byte digit in digits)
        {
            valid &= digit is >= (byte)'0' and <= (byte)'9';
            value = (value * 10) + (uint)(digit - '0');
        }

        return value;
    }
}
