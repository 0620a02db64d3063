// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Tar;

/// <summary>
/// Reads the members of a tar archive (POSIX.1 <c>pax</c>, "ustar Interchange Format", and the long names of GNU tar). It judges no
/// name and no type: what may be unpacked is the caller's decision.
/// </summary>
public static class TarReader
{
    // A name or a target of more is no name.
    private const ulong LongestName = 1 << 16;

    /// <summary>Whether a tar archive begins here: a header with the magic of ustar and the right checksum.</summary>
    public static bool IsTar(ReadOnlySpan<byte> start) => start.Length >= TarHeader.BlockSize
        && start[TarHeader.MagicField..].StartsWith("ustar"u8)
        && Octal(start.Slice(TarHeader.ChecksumField, 8)) is { } sum && sum == Sum(start[..TarHeader.BlockSize]);

    /// <summary>Reads all headers up to the empty block at the end.</summary>
    /// <param name="archive">The whole archive.</param>
    /// <param name="most">How many members it may have.</param>
    /// <exception cref="MalformedFileException">A header is damaged, or the archive is cut short.</exception>
    public static IReadOnlyList<TarMember> Read(Region archive, int most = int.MaxValue)
    {
        List<TarMember> members = [];
        ReadOnlyMemory<byte>? longName = null;
        ReadOnlyMemory<byte>? longTarget = null;
        for (ulong offset = 0; ;)
        {
            if (offset + TarHeader.BlockSize > (ulong)archive.Length)
            {
                throw archive.Malformed(offset, "tar archive ends without its empty block");
            }

            ReadOnlySpan<byte> header = archive.Span(offset, TarHeader.BlockSize);
            if (!header.ContainsAnyExcept((byte)0))
            {
                return members;
            }

            if (!IsTar(header))
            {
                throw archive.Malformed(offset, "no tar header, or its checksum is wrong");
            }

            TarMemberType type = (TarMemberType)header[TarHeader.TypeField];
            ulong size = SizeOf(header)
                ?? throw archive.Malformed(offset + TarHeader.SizeField, "size of a tar member is no number");
            ulong contents = offset + TarHeader.BlockSize;
            if (size > (ulong)archive.Length - contents)
            {
                throw archive.Malformed(offset, $"tar member of {size} bytes is cut short");
            }

            if (type is TarMemberType.LongName or TarMemberType.LongLinkTarget)
            {
                if (size > LongestName)
                {
                    throw archive.Malformed(offset, $"name of {size} bytes in a tar archive");
                }

                ReadOnlyMemory<byte> text = UpToNul(archive.Span(contents, (int)size)).ToArray();
                longName = type == TarMemberType.LongName ? text : longName;
                longTarget = type == TarMemberType.LongLinkTarget ? text : longTarget;
            }
            else
            {
                if (members.Count == most)
                {
                    throw archive.Malformed(offset, $"more than {most} members in a tar archive");
                }

                members.Add(new TarMember(
                    type, longName ?? NameOf(header), longTarget ?? UpToNul(header.Slice(TarHeader.LinkField, 100)).ToArray(), contents, size));
                (longName, longTarget) = (null, null);
            }

            offset = contents + (ulong)TarHeader.Padded((long)size);
        }
    }

    /// <summary>The bytes of a member's contents, as its header says it; null if that is no number.</summary>
    internal static ulong? SizeOf(ReadOnlySpan<byte> header) => Size(header.Slice(TarHeader.SizeField, 12));

    /// <summary>A member's name in its header.</summary>
    internal static ReadOnlyMemory<byte> NameOf(ReadOnlySpan<byte> header)
    {
        // POSIX archives, but not GNU's, have the beginning of a long name in another field.
        const int PrefixField = 345;
        ReadOnlySpan<byte> name = UpToNul(header[..100]);
        ReadOnlySpan<byte> prefix = header[TarHeader.MagicField..].StartsWith("ustar\0"u8)
            ? UpToNul(header.Slice(PrefixField, 155))
            : default;
        return prefix.IsEmpty ? name.ToArray() : (byte[])[.. prefix, (byte)'/', .. name];
    }

    /// <summary>A text that a NUL may end.</summary>
    internal static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> field) =>
        field.IndexOf((byte)0) is >= 0 and int end ? field[..end] : field;

    // Octal digits, or, with the highest bit set, a number in base 256.
    private static ulong? Size(ReadOnlySpan<byte> field) => field[0] == 0x80 && !field[1..4].ContainsAnyExcept((byte)0)
        ? BinaryPrimitives.ReadUInt64BigEndian(field[4..]) is var size and <= long.MaxValue ? size : null
        : Octal(field);

    private static ulong? Octal(ReadOnlySpan<byte> field)
    {
        ulong value = 0;
        bool isNumber = false;
        foreach (byte b in field.TrimStart((byte)' '))
        {
            if (b is 0 or (byte)' ')
            {
                break;
            }

            if (b is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            value = (value << 3) | (uint)(b - '0');
            isNumber = true;
        }

        return isNumber ? value : null;
    }

    private static uint Sum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (int i = 0; i < header.Length; i++)
        {
            sum += i is >= TarHeader.ChecksumField and < TarHeader.ChecksumField + 8 ? ' ' : (uint)header[i];
        }

        return sum;
    }
}
