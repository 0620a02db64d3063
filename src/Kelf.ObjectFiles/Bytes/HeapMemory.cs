// SPDX-License-Identifier: MIT OR GPL-2.0-only
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

    private HeapMemory(byte* start)
        : base(start)
    {
    }

    /// <summary>
    /// Frees the memory if <see cref="RegionMemory.Dispose"/> was forgotten: when nothing refers to it any more, neither its owner
    /// nor a region or cursor.
    /// </summary>
    ~HeapMemory()
    {
        if (Gone == 0)
        {
            Free();
        }
    }

    /// <summary>Its bytes with room for more, in memory of their own; this one is gone.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory.</exception>
    public HeapMemory Grown(long length)
    {
        HeapMemory grown = new((byte*)NativeMemory.Realloc(Start == Nowhere ? null : Start, (nuint)length));
        Leave();
        return grown;
    }

    private protected override void Free()
    {
        if (Start != Nowhere)
        {
            NativeMemory.Free(Start);
        }
    }
}
