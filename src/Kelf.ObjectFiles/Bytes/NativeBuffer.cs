// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// Zeroed memory outside the managed heap that holds bytes derived from a file: a decompressed section, or a
/// copy of one to which relocations are applied.
/// </summary>
public sealed unsafe class NativeBuffer : IDisposable
{
    private byte* _start;

    /// <summary>Allocates <paramref name="length"/> zero bytes.</summary>
    /// <param name="length">Length in bytes; the caller has checked that it is sane.</param>
    /// <param name="source">What the bytes stand for in messages.</param>
    public NativeBuffer(long length, ByteSource source)
    {
        _start = (byte*)NativeMemory.AllocZeroed((nuint)Math.Max(length, 1));
        Contents = new Region(_start, length, source);
    }

    /// <summary>Frees the memory if <see cref="Dispose"/> was forgotten.</summary>
    ~NativeBuffer() => Free();

    /// <summary>The bytes, as readers see them.</summary>
    public Region Contents { get; }

    /// <summary>A writable window of [<paramref name="offset"/>, +<paramref name="length"/>).</summary>
    /// <exception cref="MalformedFileException">It does not lie inside the buffer.</exception>
    public Span<byte> Writable(ulong offset, int length)
    {
        _ = Contents.Span(offset, length);
        return new Span<byte>(_start + offset, length);
    }

    /// <summary>Copies a region into this buffer.</summary>
    /// <exception cref="MalformedFileException">It does not fit.</exception>
    public void CopyFrom(Region source, ulong offset)
    {
        _ = Contents.Slice(offset, (ulong)source.Length);
        Buffer.MemoryCopy(source.Start, _start + offset, Contents.Length - (long)offset, source.Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_start);
        _start = null;
    }
}
