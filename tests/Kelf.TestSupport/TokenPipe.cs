// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

using Microsoft.Win32.SafeHandles;

namespace Kelf.TestSupport;

/// <summary>The jobserver of a make that a test plays: a fifo, or a pipe whose descriptors are inherited.</summary>
public sealed class TokenPipe : IDisposable
{
    private const int Flags = 2 | 0x800 | 0x80000; // O_RDWR | O_NONBLOCK | O_CLOEXEC
    private const ulong BytesReadable = 0x541b; // FIONREAD

    private readonly SafeFileHandle _handle;
    private readonly int[] _descriptors;

    private TokenPipe(string path, string address, int[] descriptors)
    {
        (Address, _descriptors) = (address, descriptors);
        _handle = Open(path, Flags);
        if (_handle.IsInvalid)
        {
            throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>What make would write after <c>--jobserver-auth=</c>.</summary>
    public string Address { get; }

    /// <summary>Number of tokens that nobody has taken.</summary>
    public int Available => Control(_handle, BytesReadable, out int count) == 0 ? count : throw new IOException("FIONREAD");

    /// <summary>A fifo in a directory.</summary>
    /// <param name="folder">The directory, which the caller deletes.</param>
    /// <param name="tokens">A character for each token.</param>
    public static TokenPipe Fifo(string folder, string tokens)
    {
        string path = Path.Combine(folder, "jobserver");
        if (MakeFifo(path, 0x180) != 0)
        {
            throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        return new TokenPipe(path, "fifo:" + path, []).With(tokens);
    }

    /// <summary>A pipe that this process and its children have.</summary>
    /// <param name="tokens">A character for each token.</param>
    public static TokenPipe Pipe(string tokens)
    {
        int[] ends = new int[2];
        if (MakePipe(ends) != 0)
        {
            throw new IOException($"pipe: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{ends[0]}");
        return new TokenPipe(path, string.Create(CultureInfo.InvariantCulture, $"{ends[0]},{ends[1]}"), ends).With(tokens);
    }

    /// <summary>Takes a token if there is one.</summary>
    public byte? Take()
    {
        byte[] token = new byte[1];
        return Read(_handle, token, 1) == 1 ? token[0] : null;
    }

    /// <summary>Puts a token in.</summary>
    public void Give(byte token)
    {
        if (Write(_handle, [token], 1) != 1)
        {
            throw new IOException("no room for a token");
        }
    }

    /// <summary>Takes all tokens out, and says which they were, in the order of their numbers.</summary>
    public string Drain()
    {
        List<byte> tokens = [];
        while (Take() is { } token)
        {
            tokens.Add(token);
        }

        tokens.Sort();
        return Encoding.Latin1.GetString([.. tokens]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle.Dispose();
        foreach (int descriptor in _descriptors)
        {
            _ = Close(descriptor);
        }
    }

    private TokenPipe With(string tokens)
    {
        foreach (byte token in Encoding.Latin1.GetBytes(tokens))
        {
            Give(token);
        }

        return this;
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true)]
    private static extern int MakeFifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);

    [DllImport("libc", EntryPoint = "pipe", SetLastError = true)]
    private static extern int MakePipe([Out] int[] descriptors);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int Control(SafeFileHandle file, ulong request, out int result);

    [DllImport("libc", EntryPoint = "read")]
    private static extern nint Read(SafeFileHandle file, [Out] byte[] buffer, nuint count);

    [DllImport("libc", EntryPoint = "write")]
    private static extern nint Write(SafeFileHandle file, byte[] buffer, nuint count);
}
