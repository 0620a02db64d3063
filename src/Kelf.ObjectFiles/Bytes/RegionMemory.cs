// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// Memory that regions are cut from, and whether it is still there. Regions and cursors refer to it, not to an address: as long as
/// one of them is in use the memory stays, and once it was given back they notice.
/// </summary>
/// <remarks>
/// One thread gives the memory back, when no other reads it: whoever disposes of a file that another thread still reads has an
/// error that no check at a reasonable price would find.
/// </remarks>
internal abstract unsafe class RegionMemory : IDisposable
{
    /// <summary>Takes charge of memory.</summary>
    /// <param name="start">First byte, not null: no bytes are at <see cref="Nowhere"/>.</param>
    private protected RegionMemory(byte* start) => Start = start;

    /// <summary>An address to which nothing is written and from which nothing is read.</summary>
    public static byte* Nowhere => (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference("\0"u8));

    /// <summary>The first byte; null when the memory was given back.</summary>
    public byte* Start { get; private protected set; }

    /// <summary>Gives the memory back, once.</summary>
    public void Dispose()
    {
        if (Start is not null)
        {
            Free();
            Start = null;
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Bytes that were read and are not needed soon: if the system has them elsewhere, they need not take memory.</summary>
    public virtual void Forget(ulong offset, ulong length)
    {
    }

    /// <summary>Gives the memory back.</summary>
    private protected abstract void Free();
}
