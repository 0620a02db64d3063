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
    private const int Mode = 0b110_110_110; // less the umask

    private readonly SafeFileHandle _file;

    private ArchiveLock(SafeFileHandle file) => _file = file;

    /// <summary>Waits until no other run has the lock.</summary>
    /// <exception cref="UnwritableFileException">The file cannot be made or locked.</exception>
    public static ArchiveLock Take(string archive)
    {
        string path = ArchiveCompanion.PathFor(archive, "lock");
        // The runtime's way takes a lock of its own, which does not wait.
        int descriptor = SystemCalls.Open(SystemCalls.NativePath(path), SystemCalls.ReadWrite | SystemCalls.Create, Mode);
        if (descriptor < 0)
        {
            throw new UnwritableFileException(path, SystemMessage.Of(SystemCalls.LastError()));
        }

        SafeFileHandle file = new(descriptor, ownsHandle: true);
        while (Flock(file, Exclusive) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != SystemCalls.Interrupted)
            {
                file.Dispose();
                throw new UnwritableFileException(path, Marshal.GetPInvokeErrorMessage(error));
            }
        }

        return new ArchiveLock(file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static extern int Flock(SafeFileHandle file, int operation);
}
