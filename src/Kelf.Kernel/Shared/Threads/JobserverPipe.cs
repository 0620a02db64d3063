// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Runtime.InteropServices;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Threads;

/// <summary>
/// The pipe that a jobserver keeps its tokens in, one byte each. It is shared with make and with all of its children, so
/// nobody may change how its descriptors behave, and whoever reads has to expect that another one was faster.
/// </summary>
internal sealed class JobserverPipe : IDisposable
{
    private const string FifoPrefix = "fifo:";

    private const int DescriptorFlags = 1; // F_GETFD
    private const int StatusFlags = 3; // F_GETFL
    private const int PipeSize = 1032; // F_GETPIPE_SZ
    private const int ClosesOnExec = 1; // FD_CLOEXEC
    private const int ReadOnly = 0; // O_RDONLY
    private const int WriteOnly = 1; // O_WRONLY
    private const int ReadWrite = 2; // O_RDWR
    private const int AccessMode = 3; // O_ACCMODE
    private const int NonBlocking = 0x800; // O_NONBLOCK of x86-64, arm64, riscv64 and s390x
    private const int CloseOnExec = 0x80000; // O_CLOEXEC of the same
    private const int Interrupted = 4; // EINTR
    private const short Readable = 1; // POLLIN

    private readonly SafeFileHandle _readEnd;
    private readonly SafeFileHandle _writeEnd;

    private JobserverPipe(SafeFileHandle readEnd, SafeFileHandle writeEnd) => (_readEnd, _writeEnd) = (readEnd, writeEnd);

    /// <summary>Opens a jobserver.</summary>
    /// <param name="address">Where it is, as <see cref="MakeFlags.Jobserver"/> says.</param>
    /// <param name="whyNot">When it cannot be reached: the reason, for a message.</param>
    /// <returns>Null when it cannot be reached.</returns>
    public static JobserverPipe? TryOpen(string address, out string whyNot)
    {
        if (address.StartsWith(FifoPrefix, StringComparison.Ordinal))
        {
            return TryOpenFifo(address[FifoPrefix.Length..], out whyNot);
        }

        if (address.Split(',') is [var first, var second]
            && int.TryParse(first, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int readEnd)
            && int.TryParse(second, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int writeEnd))
        {
            return TryOpenPipe(readEnd, writeEnd, out whyNot);
        }

        whyNot = $"'{address}' is neither fifo:PATH nor two descriptors";
        return null;
    }

    /// <summary>Whether there is a token; another process may take it at any time.</summary>
    public bool HasToken()
    {
        PollRequest request = new() { Descriptor = (int)_readEnd.DangerousGetHandle(), Events = Readable };
        return Poll(ref request, 1, 0) == 1 && (request.Happened & Readable) != 0;
    }

    /// <summary>Takes a token, without waiting for one.</summary>
    /// <returns>The token, or null if there is none.</returns>
    public byte? TryTake()
    {
        byte token = 0;
        nint read;
        do
        {
            read = Read(_readEnd, ref token, 1);
        }
        while (read < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return read == 1 ? token : null;
    }

    /// <summary>
    /// Puts a token back. There is room, as it came from here; and when make is gone, nobody misses it.
    /// </summary>
    /// <param name="token">The byte that was read.</param>
    public void Give(byte token)
    {
        nint written;
        do
        {
            written = Write(_writeEnd, ref token, 1);
        }
        while (written < 0 && Marshal.GetLastPInvokeError() == Interrupted);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _readEnd.Dispose();
        _writeEnd.Dispose();
    }

    private static JobserverPipe? TryOpenFifo(string path, out string whyNot)
    {
        // Open for both, a fifo neither waits for the other side nor ends when make closes it.
        if (TryOpenEnd(path, ReadWrite, out whyNot) is not { } both)
        {
            return null;
        }

        if (Control((int)both.DangerousGetHandle(), PipeSize, 0) < 0)
        {
            both.Dispose();
            whyNot = $"'{path}' is no fifo";
            return null;
        }

        return new JobserverPipe(both, both);
    }

    private static JobserverPipe? TryOpenPipe(int readEnd, int writeEnd, out string whyNot)
    {
        if (readEnd < 0 || writeEnd < 0)
        {
            whyNot = "make keeps it to itself";
            return null;
        }

        if (!IsInherited(readEnd, ReadOnly) || !IsInherited(writeEnd, WriteOnly))
        {
            whyNot = $"descriptors {readEnd} and {writeEnd} are not make's pipe";
            return null;
        }

        // The descriptor that make gave may wait in read(2) for ever when another process is faster; an own one that does not
        // wait shares the pipe but not this property.
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{readEnd}");
        return TryOpenEnd(path, ReadOnly, out whyNot) is { } own
            ? new JobserverPipe(own, new SafeFileHandle(writeEnd, ownsHandle: false))
            : null;
    }

    // Make closes its descriptors before rules that do not call it, and something else may have their numbers by now. What
    // came through exec(2) is not marked to be closed by it, as all is that this process opened itself.
    private static bool IsInherited(int descriptor, int access) =>
        Control(descriptor, DescriptorFlags, 0) is >= 0 and var flags && (flags & ClosesOnExec) == 0
        && Control(descriptor, PipeSize, 0) >= 0
        && (Control(descriptor, StatusFlags, 0) & AccessMode) is var mode && (mode == access || mode == ReadWrite);

    private static SafeFileHandle? TryOpenEnd(string path, int access, out string whyNot)
    {
        SafeFileHandle handle = Open(path, access | NonBlocking | CloseOnExec);
        if (handle.IsInvalid)
        {
            whyNot = $"'{path}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}";
            handle.Dispose();
            return null;
        }

        whyNot = "";
        return handle;
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Control(int descriptor, int command, nint argument);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint Read(SafeFileHandle file, ref byte buffer, nuint count);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint Write(SafeFileHandle file, ref byte buffer, nuint count);

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
