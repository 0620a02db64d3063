// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.Cli.Terminal;

/// <summary>
/// Writes to an open file descriptor, unbuffered. The streams of <see cref="Console"/> would do, but on a terminal their
/// first use switches it to application mode, and they take a broken pipe for success; <see cref="FileStream"/> keeps a
/// position of its own, and so overwrites what another process writes to the same open file.
/// </summary>
/// <param name="descriptor">1 for standard output, 2 for standard error.</param>
internal sealed class DescriptorStream(int descriptor) : Stream
{
    private const int Interrupted = 4; // EINTR

    /// <summary>True when a descriptor is a terminal. The runtime's way of asking sets the terminal up.</summary>
    public static bool IsTerminal(int descriptor) => AsksTerminal(descriptor) != 0;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The system refused; <see cref="Exception.HResult"/> is its error number.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint written = WriteBytes(descriptor, in buffer[0], (nuint)buffer.Length);
            int error = Marshal.GetLastPInvokeError();
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
            }
            else if (error != Interrupted)
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    [DllImport("libc", EntryPoint = "isatty")]
    private static extern int AsksTerminal(int descriptor);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint WriteBytes(int descriptor, in byte bytes, nuint count);
}
