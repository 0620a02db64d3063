// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Archives.Tar;
using Kelf.Kernel.Kheaders.Members;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kheaders.Archives;

/// <summary>What stands in the archive: a file, a link, or a directory.</summary>
/// <param name="Type">Which of them.</param>
/// <param name="Name">Its name, with <c>./</c>; that of a directory ends with a slash.</param>
/// <param name="LinkTarget">Where a link points to; empty for others.</param>
/// <param name="Index">The member's index, or -1 if nothing has to be read for it.</param>
internal readonly record struct TarEntry(TarMemberType Type, byte[] Name, byte[] LinkTarget, int Index)
{
    // Fixed: neither the umask nor the modes of files and directories in the trees get into the archive.
    private const int FileMode = 0b110_100_100;
    private const int DirectoryMode = 0b111_101_101;

    /// <summary>Files and links, and before them the directories that they are the first in.</summary>
    /// <param name="members">Files and links in <see cref="MemberOrder"/>.</param>
    /// <exception cref="RefusedException">A member lies below another that is no directory.</exception>
    public static List<TarEntry> Of(HeaderMember[] members)
    {
        List<TarEntry> entries = new(members.Length + members.Length / 8) { new TarEntry(TarMemberType.Directory, "./"u8.ToArray(), [], -1) };
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
                        throw new RefusedException(members[i - 1].Path, "a directory and a file have this name", HeadersKind.Type);
                    }

                    entries.Add(new TarEntry(TarMemberType.Directory, [.. "./"u8, .. name.AsSpan(0, slash + 1)], [], -1));
                }
            }

            entries.Add(members[i].LinkTarget is { } target
                ? new TarEntry(TarMemberType.Link, [.. "./"u8, .. name], Encoding.UTF8.GetBytes(target), -1)
                : new TarEntry(TarMemberType.File, [.. "./"u8, .. name], [], i));
            previous = name;
        }

        return entries;
    }

    /// <summary>Bytes that it takes in the archive.</summary>
    /// <param name="length">Bytes of its contents.</param>
    public long SizeWith(long length) => TarHeader.SizeOf(Name, LinkTarget) + TarHeader.Padded(length);

    /// <summary>Writes its headers and contents.</summary>
    /// <param name="target">Zeroed, <see cref="SizeWith"/> bytes at least.</param>
    /// <param name="text">Its contents.</param>
    /// <param name="time">Seconds since 1970.</param>
    /// <returns>Bytes of the headers.</returns>
    public int Write(Span<byte> target, ReadOnlySpan<byte> text, long time)
    {
        int length = TarHeader.Write(
            target, Type, Name, LinkTarget, text.Length, Type == TarMemberType.Directory ? DirectoryMode : FileMode, time);
        text.CopyTo(target[length..]);
        return length;
    }

    private static int NextSlash(byte[] name, int from) => Array.IndexOf(name, (byte)'/', from);
}
