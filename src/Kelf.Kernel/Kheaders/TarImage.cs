// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Tar;

namespace Kelf.Kernel.Kheaders;

/// <summary>The archive before it is compressed.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="Blocks">The parts that are compressed by themselves: all bytes, in order.</param>
internal sealed record TarImage(byte[] Bytes, IReadOnlyList<TarBlock> Blocks)
{
    // Fixed: neither the umask nor the modes of files and folders in the trees get into the archive.
    private const int FileMode = 0b110_100_100;
    private const int FolderMode = 0b111_101_101;

    /// <summary>Ten times what a kernel has.</summary>
    public const long LargestArchive = 512 << 20;

    /// <summary>Lays out and writes the archive.</summary>
    /// <param name="members">Files and links in <see cref="MemberOrder"/>, with their hashes.</param>
    /// <param name="texts">The contents of each.</param>
    /// <param name="time">Seconds since 1970.</param>
    /// <exception cref="CodedException">A member lies below another that is no folder, or all are too large.</exception>
    public static TarImage Build(ArchiveMember[] members, byte[][] texts, long time)
    {
        List<Entry> entries = Entries(members);
        long size = 0;
        foreach (Entry entry in entries)
        {
            size += TarHeader.SizeOf(entry.Name, entry.LinkTarget) + TarHeader.Padded(entry.Index < 0 ? 0 : texts[entry.Index].Length);
        }

        // Two empty blocks end an archive.
        size = (size + 2 * TarHeader.BlockSize + TarHeader.RecordSize - 1) / TarHeader.RecordSize * TarHeader.RecordSize;
        if (size > LargestArchive)
        {
            throw new CodedException("E-READ", $"{size} bytes are more than the limit of {LargestArchive}", "archive");
        }

        byte[] tar = new byte[size];
        TarBlockCutter blocks = new();
        int position = 0;
        foreach (Entry entry in entries)
        {
            ReadOnlySpan<byte> text = entry.Index < 0 ? default : texts[entry.Index];
            int length = TarHeader.Write(
                tar.AsSpan(position), entry.Type, entry.Name, entry.LinkTarget, text.Length,
                entry.Type == TarMemberType.Folder ? FolderMode : FileMode, time);
            blocks.Add(
                position, entry.Name, tar.AsSpan(position, length), entry.Index < 0 ? default : members[entry.Index].Hash);
            position += length;
            text.CopyTo(tar.AsSpan(position));
            position += (int)TarHeader.Padded(text.Length);
        }

        return new TarImage(tar, blocks.Finish(tar.Length));
    }

    // Files and links, and before them the folders that they are the first in.
    private static List<Entry> Entries(ArchiveMember[] members)
    {
        List<Entry> entries = new(members.Length + members.Length / 8) { new Entry(TarMemberType.Folder, "./"u8.ToArray(), [], -1) };
        byte[] previous = [];
        for (int i = 0; i < members.Length; i++)
        {
            byte[] name = members[i].NameBytes;
            int common = name.AsSpan().CommonPrefixLength(previous);
            for (int slash = NextSlash(name, 0); slash >= 0; slash = NextSlash(name, slash + 1))
            {
                if (common <= slash)
                {
                    if (common == slash && previous.Length == slash)
                    {
                        throw new CodedException("E-TYPE", "a folder and a file have this name", members[i - 1].Path);
                    }

                    entries.Add(new Entry(TarMemberType.Folder, [.. "./"u8, .. name.AsSpan(0, slash + 1)], [], -1));
                }
            }

            entries.Add(members[i].LinkTarget is { } target
                ? new Entry(TarMemberType.Link, [.. "./"u8, .. name], Encoding.UTF8.GetBytes(target), -1)
                : new Entry(TarMemberType.File, [.. "./"u8, .. name], [], i));
            previous = name;
        }

        return entries;
    }

    private static int NextSlash(byte[] name, int from) => Array.IndexOf(name, (byte)'/', from);

    // Index is that of the text, or -1 where there is none.
    private readonly record struct Entry(TarMemberType Type, byte[] Name, byte[] LinkTarget, int Index);
}
