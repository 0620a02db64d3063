// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Tar;
using Kelf.Kernel.Kheaders.Members;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kheaders.Archives;

/// <summary>The archive before it is compressed.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="Blocks">The parts that are compressed by themselves: all bytes, in order.</param>
internal sealed record TarImage(byte[] Bytes, IReadOnlyList<TarBlock> Blocks)
{
    /// <summary>Ten times what a kernel has.</summary>
    public const long LargestArchive = 512 << 20;

    /// <summary>Lays out and writes the archive.</summary>
    /// <param name="members">Files and links in <see cref="MemberOrder"/>, with their hashes.</param>
    /// <param name="texts">The contents of each.</param>
    /// <param name="time">Seconds since 1970.</param>
    /// <param name="archive">The archive's file, for messages.</param>
    /// <exception cref="RefusedException">A member lies below another that is no directory, or all are too large.</exception>
    public static TarImage Build(HeaderMember[] members, byte[][] texts, long time, string archive)
    {
        List<TarEntry> entries = TarEntry.Of(members);
        long size = 0;
        foreach (TarEntry entry in entries)
        {
            size += entry.SizeWith(entry.Index < 0 ? 0 : texts[entry.Index].Length);
        }

        byte[] tar = new byte[WithEnd(size, archive)];
        TarBlockCutter blocks = new();
        int position = 0;
        foreach (TarEntry entry in entries)
        {
            ReadOnlySpan<byte> text = entry.Index < 0 ? default : texts[entry.Index];
            int length = entry.Write(tar.AsSpan(position), text, time);
            blocks.Add(
                position, entry.Name, tar.AsSpan(position, length), entry.Index < 0 ? default : members[entry.Index].Hash);
            position += (int)entry.SizeWith(text.Length);
        }

        return new TarImage(tar, blocks.Finish(tar.Length));
    }

    /// <summary>The size of an archive with the zeros at its end.</summary>
    /// <param name="size">The size of all entries.</param>
    /// <param name="archive">The archive's file, for messages.</param>
    /// <exception cref="RefusedException">That is too large.</exception>
    public static long WithEnd(long size, string archive)
    {
        // Two empty blocks end an archive.
        size = (size + 2 * TarHeader.BlockSize + TarHeader.RecordSize - 1) / TarHeader.RecordSize * TarHeader.RecordSize;
        return size <= LargestArchive
            ? size
            : throw new RefusedException(archive, $"{size} bytes of headers are more than the limit of {LargestArchive}: list fewer", HeadersKind.Read);
    }
}
