// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using System.Text;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Files;

/// <summary>
/// What inputs, outputs and the jobserver ask of the system beyond the runtime's own files. Paths are bytes with a zero at the
/// end: a symbolic link may hold any bytes. A failed call leaves its error number in <see cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal static partial class SystemCalls
{
    public const int NoSuchFile = 2; // ENOENT
    public const int Interrupted = 4; // EINTR
    public const int TryAgain = 11; // EAGAIN
    public const int Exists = 17; // EEXIST
    public const int IsDirectory = 21; // EISDIR
    public const int NoSpace = 28; // ENOSPC
    public const int TooManyLinks = 40; // ELOOP
    public const int QuotaExceeded = 122; // EDQUOT

    public const int ReadOnly = 0x0; // O_RDONLY
    public const int WriteOnly = 0x1; // O_WRONLY
    public const int ReadWrite = 0x2; // O_RDWR
    public const int Create = 0x40; // O_CREAT
    public const int Exclusive = 0x80; // O_EXCL
    public const int NoTerminal = 0x100; // O_NOCTTY
    public const int Truncate = 0x200; // O_TRUNC
    public const int Append = 0x400; // O_APPEND
    public const int NonBlocking = 0x800; // O_NONBLOCK of x86-64, arm64, riscv64 and s390x
    public const int CloseOnExec = 0x80000; // O_CLOEXEC

    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int FollowLinks = 0x400; // AT_SYMLINK_FOLLOW
    private const int LongestPath = 4096; // PATH_MAX
    private const int FromStart = 0; // SEEK_SET
    private const int FromHere = 1; // SEEK_CUR
    private const int FromEnd = 2; // SEEK_END
    private const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
    private const int GetFlags = 3; // F_GETFL
    private const int OpenFiles = 7; // RLIMIT_NOFILE

    /// <summary><c>O_TMPFILE</c>: a file without a name, in the directory that is opened.</summary>
    public static int Nameless { get; } = 0x400000 | RuntimeInformation.ProcessArchitecture switch
    {
        // O_DIRECTORY, where it is not that of asm-generic/fcntl.h.
        Architecture.Arm or Architecture.Armv6 or Architecture.Arm64 or Architecture.Ppc64le => 0x4000,
        _ => 0x10000,
    };

    /// <summary>The path as the system takes it.</summary>
    /// <exception cref="ArgumentException">It has a zero in it.</exception>
    public static byte[] NativePath(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("a zero in a path", nameof(path));
        }

        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, bytes);
        return bytes;
    }

    /// <summary>The error of the last call.</summary>
    public static IOException LastError() => Error(Marshal.GetLastPInvokeError());

    /// <summary>An error by its number.</summary>
    public static IOException Error(int number) => new(Marshal.GetPInvokeErrorMessage(number), number);

    /// <summary>Opens a file; <c>-1</c> when it cannot be.</summary>
    public static int Open(byte[] path, int flags, int mode)
    {
        int descriptor;
        do
        {
            descriptor = OpenFile(path, flags | CloseOnExec, mode);
        }
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return descriptor;
    }

    /// <summary>What a symbolic link holds, with a zero at the end; null when it is none, or not there.</summary>
    public static byte[]? ReadLink(byte[] path)
    {
        Span<byte> text = stackalloc byte[LongestPath];
        nint length = ReadLink(path, ref text[0], (nuint)text.Length);
        return length > 0 ? [.. text[..(int)length], 0] : null;
    }

    /// <summary>Writes all bytes where the descriptor stands, or at the end if it appends.</summary>
    /// <exception cref="IOException">The system refuses; its error number is the exception's.</exception>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[Count(WriteBytes(file, in bytes[0], (nuint)bytes.Length))..];
        }
    }

    /// <summary>Writes all bytes at a place.</summary>
    /// <exception cref="IOException">The system refuses; its error number is the exception's.</exception>
    public static void WriteAt(SafeFileHandle file, ReadOnlySpan<byte> bytes, ulong offset)
    {
        while (!bytes.IsEmpty)
        {
            int written = Count(WriteBytesAt(file, in bytes[0], (nuint)bytes.Length, (long)offset));
            bytes = bytes[written..];
            offset += (uint)written;
        }
    }

    /// <summary>Reads at a place until the buffer is full or the file ends.</summary>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="IOException">The system refuses; its error number is the exception's.</exception>
    public static int ReadAt(SafeFileHandle file, Span<byte> buffer, ulong offset)
    {
        int length = 0;
        while (length < buffer.Length)
        {
            nint read = ReadBytesAt(file, ref buffer[length], (nuint)(buffer.Length - length), (long)offset + length);
            if (read == 0)
            {
                break;
            }

            length += Count(read);
        }

        return length;
    }

    /// <summary>Makes a file longer, with zeros, or shorter.</summary>
    /// <exception cref="IOException">The system refuses; its error number is the exception's.</exception>
    public static void SetLength(SafeFileHandle file, ulong length)
    {
        while (SetFileLength(file, (long)length) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                throw Error(error);
            }
        }
    }

    /// <summary>The length of a file; -1 for what has none, as a pipe. Moves its position to the end.</summary>
    public static long Size(SafeFileHandle file) => Seek(file, 0, FromEnd);

    /// <summary>Where a descriptor stands; 0 if it stands nowhere, as that of a pipe.</summary>
    public static ulong Position(SafeFileHandle file) => (ulong)Math.Max(0, Seek(file, 0, FromHere));

    /// <summary>Moves a descriptor.</summary>
    public static void SetPosition(SafeFileHandle file, ulong position) => Seek(file, (long)position, FromStart);

    /// <summary>True when all that is written to a descriptor goes to the end of its file.</summary>
    public static bool Appends(SafeFileHandle file) => (Control(file, GetFlags, 0) & Append) != 0;

    /// <summary>Another number for what a descriptor of this process stands for.</summary>
    /// <exception cref="IOException">It is not open.</exception>
    public static SafeFileHandle Duplicate(int descriptor)
    {
        using SafeFileHandle original = new(descriptor, ownsHandle: false);
        int number = Control(original, DuplicateCloseOnExec, 0);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw LastError();
    }

    /// <summary>Closes a file, and reports what some file systems report only then, as NFS a full disk.</summary>
    /// <exception cref="IOException">What was written is not there.</exception>
    public static void Close(SafeFileHandle file)
    {
        int descriptor = (int)file.DangerousGetHandle();
        file.SetHandleAsInvalid();
        // After EINTR Linux has closed it all the same.
        if (CloseFile(descriptor) != 0 && Marshal.GetLastPInvokeError() is not Interrupted and int error)
        {
            throw Error(error);
        }
    }

    /// <summary>Gives an open file without a name its name; false when it cannot be.</summary>
    public static bool Link(SafeFileHandle file, byte[] path) => LinkAt(
        CurrentDirectory, NativePath($"/proc/self/fd/{file.DangerousGetHandle()}"), CurrentDirectory, path, FollowLinks) == 0;

    /// <summary>The kind of the file system that a path is on: the magic number of <c>statfs</c>, or 0.</summary>
    public static uint FileSystemOf(byte[] path)
    {
        // More than any architecture's structure; f_type comes first, in the order of the machine.
        Span<byte> fields = stackalloc byte[256];
        return StatFs(path, ref fields[0]) == 0 ? MemoryMarshal.Read<uint>(fields) : 0;
    }

    /// <summary>How many descriptors the process may have.</summary>
    public static ulong DescriptorLimit() => GetLimit(OpenFiles, out Limit limit) == 0 ? limit.Current : 0;

    [DllImport("libc", EntryPoint = "access", SetLastError = true)]
    public static extern int Access([In] byte[] path, int mode);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    public static extern int Rename([In] byte[] from, [In] byte[] to);

    [DllImport("libc", EntryPoint = "unlink", SetLastError = true)]
    public static extern int Unlink([In] byte[] path);

    [DllImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static extern int ChangeMode(SafeFileHandle file, uint mode);

    [DllImport("libc", EntryPoint = "fchown", SetLastError = true)]
    public static extern int ChangeOwner(SafeFileHandle file, uint owner, uint group);

    [DllImport("libc", EntryPoint = "listxattr", SetLastError = true)]
    public static extern nint ListAttributes([In] byte[] path, [Out] byte[]? names, nuint size);

    [DllImport("libc", EntryPoint = "getxattr", SetLastError = true)]
    public static extern nint GetAttribute([In] byte[] path, [In] byte[] name, [Out] byte[]? value, nuint size);

    [DllImport("libc", EntryPoint = "fsetxattr", SetLastError = true)]
    public static extern int SetAttribute(SafeFileHandle file, [In] byte[] name, [In] byte[] value, nuint size, int flags);

    [DllImport("libc", EntryPoint = "fremovexattr", SetLastError = true)]
    public static extern int RemoveAttribute(SafeFileHandle file, [In] byte[] name);

    private static int Count(nint result)
    {
        if (result >= 0)
        {
            return (int)result;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == Interrupted ? 0 : throw Error(error);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int OpenFile([In] byte[] path, int flags, int mode);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int CloseFile(int descriptor);

    [DllImport("libc", EntryPoint = "readlink", SetLastError = true)]
    private static extern nint ReadLink([In] byte[] path, ref byte text, nuint size);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint WriteBytes(SafeFileHandle file, in byte bytes, nuint count);

    [DllImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    private static extern nint WriteBytesAt(SafeFileHandle file, in byte bytes, nuint count, long offset);

    [DllImport("libc", EntryPoint = "pread", SetLastError = true)]
    private static extern nint ReadBytesAt(SafeFileHandle file, ref byte bytes, nuint count, long offset);

    [DllImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static extern int SetFileLength(SafeFileHandle file, long length);

    [DllImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static extern long Seek(SafeFileHandle file, long offset, int origin);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Control(SafeFileHandle file, int command, int argument);

    [DllImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static extern int LinkAt(int fromDirectory, [In] byte[] from, int toDirectory, [In] byte[] to, int flags);

    [DllImport("libc", EntryPoint = "statfs", SetLastError = true)]
    private static extern int StatFs([In] byte[] path, ref byte fields);

    [DllImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static extern int GetLimit(int resource, out Limit limit);

    /// <summary><c>struct rlimit</c>.</summary>
    private struct Limit
    {
        public nuint Current;
        public nuint Largest;
    }
}
