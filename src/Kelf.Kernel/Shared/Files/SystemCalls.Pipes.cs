// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Files;

/// <summary>What is asked of descriptors that cannot be mapped: pipes, and those that another process gave.</summary>
internal static partial class SystemCalls
{
    private const int GetDescriptorFlags = 1; // F_GETFD
    private const int PipeSize = 1032; // F_GETPIPE_SZ
    private const int ClosesOnExec = 1; // FD_CLOEXEC
    private const int AccessMode = 3; // O_ACCMODE
    private const short Readable = 1; // POLLIN

    /// <summary>Reads what is there, where the descriptor stands; waits for it unless that was opened not to.</summary>
    /// <returns>Number of bytes; 0 at the end; <c>-1</c> when the system refuses.</returns>
    public static int Read(SafeFileHandle file, Span<byte> buffer)
    {
        nint read;
        do
        {
            read = ReadBytes(file, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
        }
        while (read < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return (int)read;
    }

    /// <summary>Whether reading would not wait.</summary>
    public static bool IsReadable(SafeFileHandle file) => Wait(file, 0);

    /// <summary>Returns when reading would not wait, or after a signal.</summary>
    public static void WaitUntilReadable(SafeFileHandle file) => Wait(file, -1);

    /// <summary>True for a pipe, with a name or without.</summary>
    public static bool IsPipe(SafeFileHandle file) => Control(file, PipeSize, 0) >= 0;

    /// <summary>
    /// True for a descriptor that came through exec(2): it is not marked to be closed by it, as all are that this process opened.
    /// </summary>
    public static bool IsInherited(SafeFileHandle file) =>
        Control(file, GetDescriptorFlags, 0) is >= 0 and var flags && (flags & ClosesOnExec) == 0;

    /// <summary>Whether a descriptor was opened for this access, or for both.</summary>
    /// <param name="file">It may stand for nothing.</param>
    /// <param name="access"><see cref="ReadOnly"/> or <see cref="WriteOnly"/>.</param>
    public static bool IsOpenFor(SafeFileHandle file, int access) =>
        Control(file, GetFlags, 0) is >= 0 and var flags && ((flags & AccessMode) == access || (flags & AccessMode) == ReadWrite);

    private static bool Wait(SafeFileHandle file, int milliseconds)
    {
        PollRequest request = new() { Descriptor = (int)file.DangerousGetHandle(), Events = Readable };
        return Poll(ref request, 1, milliseconds) == 1 && (request.Happened & Readable) != 0;
    }

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint ReadBytes(SafeFileHandle file, ref byte bytes, nuint count);

    [DllImport("libc", EntryPoint = "poll")]
    private static extern int Poll(ref PollRequest request, nuint count, int milliseconds);

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
