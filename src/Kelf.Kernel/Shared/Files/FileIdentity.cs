// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Files;

/// <summary>What tells a file from another, and from what it was before: statx(2).</summary>
/// <param name="Device">Device number, major in the upper half.</param>
/// <param name="Inode">Inode number.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedAt">Time of the last change of the contents: seconds and nanoseconds.</param>
/// <param name="ChangedAt">Time of the last change of contents or attributes.</param>
public readonly record struct FileIdentity(
    ulong Device, ulong Inode, ulong Size, (long Seconds, uint Nanoseconds) ModifiedAt, (long Seconds, uint Nanoseconds) ChangedAt)
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint BasicFields = 0x7ff; // STATX_BASIC_STATS
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const int RegularFile = 0x8000; // S_IFREG
    private const int SymbolicLink = 0xa000; // S_IFLNK
    private const int Directory = 0x4000; // S_IFDIR
    private const int BlockDevice = 0x6000; // S_IFBLK
    private const int Fifo = 0x1000; // S_IFIFO
    private const int KindMask = 0xf000; // S_IFMT

    /// <summary>Number of names that the file has.</summary>
    public uint Links { get; init; }

    /// <summary>Kind and permissions: <c>st_mode</c>.</summary>
    public ushort Mode { get; init; }

    /// <summary>Number of the user who owns it.</summary>
    public uint Owner { get; init; }

    /// <summary>Number of its group.</summary>
    public uint Group { get; init; }

    /// <summary>False for directories, devices and pipes.</summary>
    public bool IsRegular => (Mode & KindMask) == RegularFile;

    /// <summary>True for symbolic links; only <see cref="TryReadLink"/> sees one.</summary>
    public bool IsLink => (Mode & KindMask) == SymbolicLink;

    /// <summary>True for directories.</summary>
    public bool IsDirectory => (Mode & KindMask) == Directory;

    /// <summary>True for what gives back what was written to it: files and disks.</summary>
    public bool HoldsData => IsRegular || (Mode & KindMask) == BlockDevice;

    /// <summary>True for pipes.</summary>
    public bool IsFifo => (Mode & KindMask) == Fifo;

    /// <summary>Reads it; a symbolic link is followed.</summary>
    /// <returns>Null when there is no such file, or it cannot be asked.</returns>
    public static FileIdentity? TryRead(string path) => Read(path, 0, out _);

    /// <summary>The same for a path with a zero at the end.</summary>
    internal static FileIdentity? TryRead(byte[] path) => Read(CurrentDirectory, path, 0, out _);

    /// <summary>Reads that of an open file.</summary>
    /// <exception cref="IOException">The system does not tell.</exception>
    internal static FileIdentity Of(SafeFileHandle file) =>
        Read((int)file.DangerousGetHandle(), [0], EmptyPath, out _) ?? throw SystemCalls.LastError();

    /// <summary>Reads it; of a symbolic link that of the link.</summary>
    /// <returns>Null when there is no such file, or it cannot be asked.</returns>
    public static FileIdentity? TryReadLink(string path) => Read(path, NoFollow, out _);

    /// <summary>Reads the identity of an input.</summary>
    /// <exception cref="UnreadableFileException">It is not there, or no ordinary file.</exception>
    public static FileIdentity OfInput(string path) => Read(path, 0, out int error) switch
    {
        { IsRegular: true } identity => identity,
        null => throw new UnreadableFileException(path, Marshal.GetPInvokeErrorMessage(error)),
        { IsDirectory: true } => throw new UnreadableFileException(path, SystemMessage.IsDirectory),
        _ => throw new UnreadableFileException(path, "Not a regular file"),
    };

    /// <summary>True when both are names of one file.</summary>
    public bool IsSameFile(FileIdentity other) => (Device, Inode) == (other.Device, other.Inode);

    private static FileIdentity? Read(string path, int flags, out int error) =>
        Read(CurrentDirectory, SystemCalls.NativePath(path), flags, out error);

    private static FileIdentity? Read(int directory, byte[] path, int flags, out int error)
    {
        byte[] fields = new byte[256];
        bool failed = Statx(directory, path, flags, BasicFields, fields) != 0;
        error = failed ? Marshal.GetLastPInvokeError() : 0;
        if (failed)
        {
            return null;
        }

        return new FileIdentity(
            ((ulong)U32(fields, 136) << 32) | U32(fields, 140), U64(fields, 32), U64(fields, 40), Time(fields, 112), Time(fields, 96))
        {
            Links = U32(fields, 16),
            Owner = U32(fields, 20),
            Group = U32(fields, 24),
            Mode = MemoryMarshal.Read<ushort>(fields.AsSpan(28)),
        };
    }

    private static (long Seconds, uint Nanoseconds) Time(byte[] fields, int offset) =>
        ((long)U64(fields, offset), U32(fields, offset + 8));

    private static uint U32(byte[] fields, int offset) => MemoryMarshal.Read<uint>(fields.AsSpan(offset));

    private static ulong U64(byte[] fields, int offset) => MemoryMarshal.Read<ulong>(fields.AsSpan(offset));

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int Statx(int directory, [In] byte[] path, int flags, uint mask, [Out] byte[] fields);
}
