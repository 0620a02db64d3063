// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// Zeroed memory outside the managed heap that holds bytes derived from a file: a decompressed section, or a
/// copy of one to which relocations are applied.
/// </summary>
public sealed unsafe class NativeBuffer : IDisposable
{
    private readonly HeapMemory _memory;

    /// <summary>Allocates <paramref name="length"/> zero bytes.</summary>
    /// <param name="length">Length in bytes; the caller has checked that it is sane.</param>
    /// <param name="source">What the bytes stand for in messages.</param>
    /// <exception cref="OutOfMemoryException">There is no memory.</exception>
    public NativeBuffer(long length, ByteSource source)
    {
        _memory = new HeapMemory(length);
        Contents = new Region(_memory, length, source);
    }

    /// <summary>The bytes, as readers see them.</summary>
    public Region Contents { get; }

    /// <summary>A writable window of [<paramref name="offset"/>, +<paramref name="length"/>).</summary>
    /// <exception cref="MalformedFileException">It does not lie inside the buffer.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed of.</exception>
    public Span<byte> Writable(ulong offset, int length)
    {
        _ = Contents.Span(offset, length);
        return new Span<byte>(_memory.Start + offset, length);
    }

    /// <summary>Copies a region into this buffer.</summary>
    /// <exception cref="MalformedFileException">It does not fit.</exception>
    /// <exception cref="ObjectDisposedException">One of them was disposed of.</exception>
    public void CopyFrom(Region source, ulong offset)
    {
        Region target = Contents.Slice(offset, (ulong)source.Length);
        Buffer.MemoryCopy(source.Start, target.Start, target.Length, source.Length);
        source.KeepAlive();
        target.KeepAlive();
    }

    /// <summary>Frees the memory; regions of it can be read no more.</summary>
    public void Dispose() => _memory.Dispose();
}
