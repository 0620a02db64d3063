// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Cli.Terminal;

/// <summary>Standard error for long dumps of lines, in large portions. Flush it before any message.</summary>
internal sealed class StandardErrorSink : IByteSink, IDisposable
{
    private const int Portion = 1 << 16;
    private readonly ByteBuilder _buffer = new();

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        // Whole lines: a character must not be torn.
        if (_buffer.Bytes.Length >= Portion && bytes is [.., (byte)'\n'])
        {
            Flush();
        }
    }

    /// <summary>Writes what was collected.</summary>
    public void Flush()
    {
        StandardError.WriteDump(_buffer.Bytes);
        _buffer.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Flush();
}
