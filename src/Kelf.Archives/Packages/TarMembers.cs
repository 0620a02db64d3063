// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.Archives.Streams;
using Kelf.Archives.Tar;

namespace Kelf.Archives.Packages;

/// <summary>Members of a tar archive that is not in memory: in the dialects that <see cref="TarReader"/> reads, and dpkg.</summary>
/// <param name="input">The archive.</param>
internal sealed class TarMembers(StreamInput input) : MemberReader(input)
{
    /// <inheritdoc/>
    public override ulong Alignment => TarHeader.BlockSize;

    /// <inheritdoc/>
    public override PackageMember? Next()
    {
        byte[]? longName = null;
        Span<byte> header = stackalloc byte[TarHeader.BlockSize];
        while (true)
        {
            Align();
            ulong start = Input.Position;
            Input.ReadAll(header, "the tar archive has no empty block at its end, and");
            if (!header.ContainsAnyExcept((byte)0))
            {
                return null;
            }

            if (!TarReader.IsTar(header))
            {
                throw Input.Malformed(start, "no tar header, or its checksum is wrong");
            }

            TarMemberType type = (TarMemberType)header[TarHeader.TypeField];
            ulong size = TarReader.SizeOf(header)
                ?? throw Input.Malformed(start + TarHeader.SizeField, "size of a tar member is no number");
            if (type is not (TarMemberType.LongName or TarMemberType.LongLinkTarget))
            {
                return new PackageMember(
                    PathOf(longName ?? TarReader.NameOf(header).Span), type is TarMemberType.File or TarMemberType.OldFile && size > 0, size);
            }

            if (size > LongestName)
            {
                throw Input.Malformed(start, $"name of {size} bytes in a tar archive");
            }

            byte[] text = new byte[size];
            Input.ReadAll(text, "a name in a tar archive");
            longName = type == TarMemberType.LongName ? TarReader.UpToNul(text).ToArray() : longName;
        }
    }
}
