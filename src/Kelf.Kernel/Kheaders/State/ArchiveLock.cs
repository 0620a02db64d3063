// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.Kernel.Shared.Files;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Kheaders.State;

/// <summary>
/// One run at a time for each archive: an advisory lock (flock(2)) on <c>.tmp_NAME.lock</c> beside it, which the system lets
/// go when the process ends, however it ends. The file stays: removing it would let two runs in.
/// </summary>
internal sealed class ArchiveLock : IDisposable
{
    private const int Exclusive = 2; // LOCK_EX
    private const int OpenFlags = 0x2 | 0x40 | 0x80000; // O_RDWR, O_CREAT, O_CLOEXEC
    private const int Mode = 0b110_110_110; // less the umask
    private const int Interrupted = 4; // EINTR

    private readonly SafeFileHandle _file;

    private ArchiveLock(SafeFileHandle file) => _file = file;

    /// <summary>Waits until no other run has the lock.</summary>
    /// <exception cref="UnwritableFileException">The file cannot be made or locked.</exception>
    public static ArchiveLock Take(string archive)
    {
        string path = ArchiveCompanion.PathFor(archive, "lock");
        // The runtime's way takes a lock of its own, which does not wait.
        SafeFileHandle file = new(Open(path, OpenFlags, Mode), ownsHandle: true);
        if (file.IsInvalid)
        {
            throw new UnwritableFileException(path, Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
        }

        while (Flock(file, Exclusive) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                file.Dispose();
                throw new UnwritableFileException(path, Marshal.GetPInvokeErrorMessage(error));
            }
        }

        return new ArchiveLock(file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static extern int Flock(SafeFileHandle file, int operation);
}
