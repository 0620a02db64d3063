// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>A file mapped read-only into memory, once, for as long as the object lives.</summary>
/// <remarks>
/// The system is called directly: an archive of a kernel names thousands of objects, of each of which a few pages are
/// looked at, and the library's mapping takes twice the system calls, among them two that lock the file.
/// </remarks>
public sealed unsafe class MappedFile : IDisposable
{
    private const int ReadOnlyClosedOnExec = 0x80000; // O_RDONLY | O_CLOEXEC
    private const int NoWaiting = 0x800; // O_NONBLOCK: a fifo without a writer is refused, not waited for
    private const int FromEnd = 2; // SEEK_END
    private const int Readable = 1; // PROT_READ
    private const int Shared = 1; // MAP_SHARED
    private const int IsADirectory = 21; // EISDIR
    private const int InvalidArgument = 22; // EINVAL

    private byte* _start;

    private MappedFile(string path, byte* start, long length)
    {
        Path = path;
        _start = start;
        Contents = new Region(start, length, new ByteSource(path));
    }

    /// <summary>Path as given.</summary>
    public string Path { get; }

    /// <summary>All bytes of the file.</summary>
    public Region Contents { get; }

    /// <summary>Opens and maps a file.</summary>
    /// <exception cref="UnreadableFileException">The file is absent, unreadable or a directory.</exception>
    public static MappedFile Open(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new UnreadableFileException(path, Marshal.GetPInvokeErrorMessage(InvalidArgument));
        }

        int descriptor = OpenFile(path, ReadOnlyClosedOnExec | NoWaiting);
        if (descriptor < 0)
        {
            throw Unreadable(path);
        }

        try
        {
            long length = Seek(descriptor, 0, FromEnd);
            if (length < 0 || (length == 0 && Directory.Exists(path)))
            {
                throw Unreadable(path);
            }

            // mmap refuses empty files; an empty region says the same.
            byte* start = length == 0 ? null : Map(null, (nuint)length, Readable, Shared, descriptor, 0);
            return start != (byte*)-1 ? new MappedFile(path, start, length) : throw Unreadable(path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_start is not null)
        {
            _ = Unmap(_start, (nuint)Contents.Length);
            _start = null;
        }
    }

    private static UnreadableFileException Unreadable(string path)
    {
        // Directories can be opened, and even have a length; what fails then fails for other reasons.
        int error = Directory.Exists(path) ? IsADirectory : Marshal.GetLastPInvokeError();
        return new UnreadableFileException(path, Marshal.GetPInvokeErrorMessage(error));
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static extern long Seek(int descriptor, long offset, int origin);

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern byte* Map(byte* address, nuint length, int protection, int flags, int descriptor, long offset);

    [DllImport("libc", EntryPoint = "munmap")]
    private static extern int Unmap(byte* address, nuint length);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
