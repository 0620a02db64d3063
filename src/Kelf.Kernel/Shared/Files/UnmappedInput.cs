// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Files;

/// <summary>An input that can only be read from its beginning to its end: standard input, a pipe, what the system makes up.</summary>
/// <remarks>
/// Opened without waiting: the library's way hangs at a fifo as long as nobody writes to it. Reading waits, as a writer may be
/// slow.
/// </remarks>
internal sealed class UnmappedInput : IDisposable
{
    private readonly SafeFileHandle _file;
    private bool _hasRead;

    private UnmappedInput(SafeFileHandle file, string name) => (_file, Name) = (file, name);

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>True when it is a file after all, as standard input may be.</summary>
    public bool IsFile => FileIdentity.Of(_file).IsRegular;

    /// <summary>The stream that the program was started with.</summary>
    public static UnmappedInput Standard() => new(new SafeFileHandle(0, ownsHandle: false), InputBytes.StandardInputName);

    /// <summary>Opens a pipe, or what the system makes up while it is read.</summary>
    /// <exception cref="UnreadableFileException">It cannot be opened.</exception>
    public static UnmappedInput Open(string path)
    {
        int descriptor = SystemCalls.Open(SystemCalls.NativePath(path), SystemCalls.ReadOnly | SystemCalls.NonBlocking, 0);
        return descriptor >= 0
            ? new UnmappedInput(new SafeFileHandle(descriptor, ownsHandle: true), path)
            : throw Unreadable(path, Marshal.GetLastPInvokeError());
    }

    /// <summary>Reads what is there, or waits for it.</summary>
    /// <returns>Number of bytes; 0 at the end.</returns>
    /// <exception cref="UnreadableFileException">It cannot be read, or is a pipe with a name that nobody writes to.</exception>
    public int Read(Span<byte> bytes)
    {
        while (true)
        {
            int got = SystemCalls.Read(_file, bytes);
            switch (got)
            {
                case 0 when !_hasRead && IsFifoWithName():
                    throw new UnreadableFileException(Name, "no program writes to this pipe");
                case >= 0:
                    _hasRead = true;
                    return got;
                case < 0 when Marshal.GetLastPInvokeError() is not SystemCalls.TryAgain and int error:
                    throw Unreadable(Name, error);
            }

            SystemCalls.WaitUntilReadable(_file);
            // Waiting was for a writer: from now on an end is an end.
            _hasRead = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // An empty pipe of a shell's `<(...)` has had its writer.
    private bool IsFifoWithName() => _file.DangerousGetHandle() != 0
        && FileIdentity.TryRead(Name) is { IsFifo: true }
        && new FileInfo($"/proc/self/fd/{_file.DangerousGetHandle()}").LinkTarget?.StartsWith("pipe:", StringComparison.Ordinal) == false;

    private static UnreadableFileException Unreadable(string name, int error) => new(name, Marshal.GetPInvokeErrorMessage(error));
}
