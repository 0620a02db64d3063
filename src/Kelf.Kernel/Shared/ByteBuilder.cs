// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared;

/// <summary>Takes bytes one run after the other.</summary>
public interface IByteSink
{
    /// <summary>Takes a run of bytes.</summary>
    void Write(ReadOnlySpan<byte> bytes);
}

/// <summary>Collects bytes in memory.</summary>
public sealed class ByteBuilder : IByteSink
{
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>What was collected so far; valid until the next write.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _length < bytes.Length)
        {
            Reserve(Math.Max((int)Math.Min(_bytes.Length * 2L, Array.MaxLength) - _length, bytes.Length));
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Has room for so many bytes more. A text that grows by itself leaves as much memory behind as it has in the end.</summary>
    public void Reserve(int more)
    {
        if (_bytes.Length - _length < more)
        {
            Array.Resize(ref _bytes, checked(_length + more));
        }
    }

    /// <summary>Forgets what was collected.</summary>
    public void Clear() => _length = 0;
}
