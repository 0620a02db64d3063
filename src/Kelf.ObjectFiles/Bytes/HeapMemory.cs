// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>Memory of the C library's heap.</summary>
internal sealed unsafe class HeapMemory : RegionMemory
{
    /// <summary>Takes zeroed memory.</summary>
    /// <param name="length">Bytes.</param>
    /// <exception cref="OutOfMemoryException">There is no memory.</exception>
    public HeapMemory(long length)
        : base(length == 0 ? Nowhere : (byte*)NativeMemory.AllocZeroed((nuint)length))
    {
    }

    /// <summary>
    /// Frees the memory if <see cref="RegionMemory.Dispose"/> was forgotten: when nothing refers to it any more, neither its owner
    /// nor a region or cursor.
    /// </summary>
    ~HeapMemory() => Free();

    /// <summary>Makes it larger. It may move; regions follow it, spans do not.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory.</exception>
    public void Grow(long length) =>
        Start = (byte*)NativeMemory.Realloc(Start == Nowhere ? null : Start, (nuint)length);

    private protected override void Free()
    {
        if (Start != Nowhere)
        {
            NativeMemory.Free(Start);
        }
    }
}
