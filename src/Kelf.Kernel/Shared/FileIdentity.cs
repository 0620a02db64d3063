// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared;

/// <summary>What tells a file from another, and from what it was before: statx(2).</summary>
/// <param name="Device">Device number, major in the upper half.</param>
/// <param name="Inode">Inode number.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedAt">Time of the last change of the contents: seconds and nanoseconds.</param>
/// <param name="ChangedAt">Time of the last change of contents or attributes.</param>
public readonly record struct FileIdentity(
    ulong Device, ulong Inode, ulong Size, (long Seconds, uint Nanoseconds) ModifiedAt, (long Seconds, uint Nanoseconds) ChangedAt)
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint BasicFields = 0x7ff; // STATX_BASIC_STATS
    private const int RegularFile = 0x8000; // S_IFREG
    private const int KindMask = 0xf000; // S_IFMT

    /// <summary>Number of names that the file has.</summary>
    public uint Links { get; private init; }

    /// <summary>False for folders, devices and pipes.</summary>
    public bool IsRegular { get; private init; }

    /// <summary>Reads it; a symbolic link is followed.</summary>
    /// <returns>Null when there is no such file, or it cannot be asked.</returns>
    public static FileIdentity? TryRead(string path)
    {
        byte[] fields = new byte[256];
        if (Statx(CurrentFolder, path, 0, BasicFields, fields) != 0)
        {
            return null;
        }

        return new FileIdentity(
            ((ulong)U32(fields, 136) << 32) | U32(fields, 140), U64(fields, 32), U64(fields, 40), Time(fields, 112), Time(fields, 96))
        {
            Links = U32(fields, 16),
            IsRegular = (MemoryMarshal.Read<ushort>(fields.AsSpan(28)) & KindMask) == RegularFile,
        };
    }

    /// <summary>Reads the identity of an input.</summary>
    /// <exception cref="UnreadableFileException">It is not there, or no ordinary file.</exception>
    public static FileIdentity OfInput(string path) => TryRead(path) switch
    {
        { IsRegular: true } identity => identity,
        null => throw new UnreadableFileException(path, Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())),
        _ => throw new UnreadableFileException(path, Directory.Exists(path) ? SystemMessage.IsDirectory : "Not a regular file"),
    };

    /// <summary>True when both are names of one file.</summary>
    public bool IsSameFile(FileIdentity other) => (Device, Inode) == (other.Device, other.Inode);

    private static (long Seconds, uint Nanoseconds) Time(byte[] fields, int offset) =>
        ((long)U64(fields, offset), U32(fields, offset + 8));

    private static uint U32(byte[] fields, int offset) => MemoryMarshal.Read<uint>(fields.AsSpan(offset));

    private static ulong U64(byte[] fields, int offset) => MemoryMarshal.Read<ulong>(fields.AsSpan(offset));

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int Statx(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] fields);
}
