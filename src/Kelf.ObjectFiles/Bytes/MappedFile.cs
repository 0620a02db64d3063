// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>A file mapped read-only into memory, once, until it is disposed of.</summary>
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
    private const int NotNeeded = 4; // MADV_DONTNEED
    private const int NoSuchFile = 2; // ENOENT
    private const int IsADirectory = 21; // EISDIR
    private const int InvalidArgument = 22; // EINVAL
    private const int IllegalSeek = 29; // ESPIPE

    private readonly Mapping _mapping;

    private MappedFile(string path, byte* start, long length)
    {
        Path = path;
        _mapping = new Mapping(path, start, length);
        Contents = new Region(_mapping, length, new ByteSource(path));
    }

    /// <summary>Path as given.</summary>
    public string Path { get; }

    /// <summary>All bytes of the file.</summary>
    public Region Contents { get; }

    /// <summary>Opens and maps a file.</summary>
    /// <exception cref="UnreadableFileException">The file is absent, unreadable, or none that has its bytes on a disk.</exception>
    public static MappedFile Open(string path)
    {
        MappedFile file = Map(path);
        OpenedFiles.Tell(path, file.Contents);
        return file;
    }

    /// <summary>Unmaps the file; regions of it can be read no more.</summary>
    public void Dispose() => _mapping.Dispose();

    private static MappedFile Map(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw Unreadable(path, InvalidArgument);
        }

        int descriptor = OpenFile(path, ReadOnlyClosedOnExec | NoWaiting);
        if (descriptor < 0)
        {
            throw Unreadable(path, Marshal.GetLastPInvokeError());
        }

        try
        {
            long length = Seek(descriptor, 0, FromEnd);
            if (length < 0)
            {
                // Pipes and sockets; and texts that the system makes up.
                int error = Marshal.GetLastPInvokeError();
                throw error is IllegalSeek or InvalidArgument ? NotAFile(path) : Unreadable(path, error);
            }

            if (length == 0)
            {
                RefuseUnlessEmpty(path, descriptor);
                // mmap refuses empty files; an empty region says the same.
                return new MappedFile(path, RegionMemory.Nowhere, 0);
            }

            byte* start = Map(null, (nuint)length, Readable, Shared, descriptor, 0);
            return start != (byte*)-1
                ? new MappedFile(path, start, length)
                : throw Unreadable(path, Marshal.GetLastPInvokeError());
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    // Without length are empty files, devices, and what the system makes up while it is read (/proc).
    private static void RefuseUnlessEmpty(string path, int descriptor)
    {
        byte any;
        nint got = Read(descriptor, &any, 1);
        if (got < 0)
        {
            throw Unreadable(path, Marshal.GetLastPInvokeError());
        }

        if (got > 0)
        {
            throw NotAFile(path);
        }
    }

    private static UnreadableFileException NotAFile(string path) => new(path, "Not a regular file");

    // The number comes from the call that failed: any other call in between would change it.
    private static UnreadableFileException Unreadable(string path, int error)
    {
        // Directories can be opened, and even have a length; what fails then fails for other reasons.
        string reason = Marshal.GetPInvokeErrorMessage(error != NoSuchFile && Directory.Exists(path) ? IsADirectory : error);
        return new UnreadableFileException(path, reason);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static extern long Seek(int descriptor, long offset, int origin);

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern byte* Map(byte* address, nuint length, int protection, int flags, int descriptor, long offset);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint Read(int descriptor, byte* bytes, nuint count);

    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(byte* address, nuint length, int advice);

    [DllImport("libc", EntryPoint = "munmap")]
    private static extern int Unmap(byte* address, nuint length);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);

    private sealed class Mapping : RegionMemory
    {
        private readonly long _length;
        private readonly int _place = -1;

        public Mapping(string path, byte* start, long length)
            : base(start)
        {
            _length = length;
            if (length > 0)
            {
                _place = MappedRanges.Add(path, start, length);
            }
        }

        public override void Forget(byte* start, ulong length)
        {
            // Whole pages: others are shared with what may be needed.
            ulong page = (ulong)Environment.SystemPageSize;
            ulong offset = (ulong)(start - Start);
            ulong first = (offset + page - 1) / page * page;
            ulong end = (offset + length) / page * page;
            if (first < end)
            {
                _ = Advise(Start + first, (nuint)(end - first), NotNeeded);
            }
        }

        private protected override void Free()
        {
            if (_length > 0)
            {
                MappedRanges.Remove(_place);
                _ = Unmap(Start, (nuint)_length);
            }
        }
    }
}
