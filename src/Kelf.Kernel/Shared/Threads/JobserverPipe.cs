// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Runtime.InteropServices;

using Kelf.Kernel.Shared.Files;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Threads;

/// <summary>
/// The pipe that a jobserver keeps its tokens in, one byte each. It is shared with make and with all of its children, so
/// nobody may change how its descriptors behave, and whoever reads has to expect that another one was faster.
/// </summary>
internal sealed class JobserverPipe : IDisposable
{
    private const string FifoPrefix = "fifo:";

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
    public bool HasToken() => SystemCalls.IsReadable(_readEnd);

    /// <summary>Takes a token, without waiting for one.</summary>
    /// <returns>The token, or null if there is none.</returns>
    public byte? TryTake()
    {
        byte token = 0;
        return SystemCalls.Read(_readEnd, new Span<byte>(ref token)) == 1 ? token : null;
    }

    /// <summary>
    /// Puts a token back. There is room, as it came from here; and when make is gone, nobody misses it.
    /// </summary>
    /// <param name="token">The byte that was read.</param>
    public void Give(byte token)
    {
        try
        {
            SystemCalls.Write(_writeEnd, new ReadOnlySpan<byte>(in token));
        }
        catch (IOException)
        {
            // Make is gone.
        }
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
        if (TryOpenEnd(path, SystemCalls.ReadWrite, out whyNot) is not { } both)
        {
            return null;
        }

        if (!SystemCalls.IsPipe(both))
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

        SafeFileHandle writing = new(writeEnd, ownsHandle: false);
        using SafeFileHandle reading = new(readEnd, ownsHandle: false);
        if (!IsMakes(reading, SystemCalls.ReadOnly) || !IsMakes(writing, SystemCalls.WriteOnly))
        {
            whyNot = $"descriptors {readEnd} and {writeEnd} are not make's pipe";
            return null;
        }

        // The descriptor that make gave may wait in read(2) for ever when another process is faster; an own one that does not
        // wait shares the pipe but not this property.
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{readEnd}");
        return TryOpenEnd(path, SystemCalls.ReadOnly, out whyNot) is { } own
            ? new JobserverPipe(own, writing)
            : null;
    }

    // Make closes its descriptors before rules that do not call it, and something else may have their numbers by now.
    private static bool IsMakes(SafeFileHandle end, int access) =>
        SystemCalls.IsInherited(end) && SystemCalls.IsPipe(end) && SystemCalls.IsOpenFor(end, access);

    private static SafeFileHandle? TryOpenEnd(string path, int access, out string whyNot)
    {
        int descriptor = SystemCalls.Open(SystemCalls.NativePath(path), access | SystemCalls.NonBlocking, 0);
        whyNot = descriptor >= 0 ? "" : $"'{path}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}";
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : null;
    }
}
