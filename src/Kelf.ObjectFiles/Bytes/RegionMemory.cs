// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// Memory that regions are cut from, and whether it is still there. Regions and cursors refer to it: as long as
/// one of them is in use the memory stays, and once it was given back they notice.
/// </summary>
/// <remarks>
/// One thread gives the memory back, when no other reads it: whoever disposes of a file that another thread still reads has an
/// error that no check at a reasonable price would find.
/// </remarks>
internal abstract unsafe class RegionMemory : IDisposable
{
    // Above every address of a process.
    private const ulong Beyond = 1UL << 63;

    /// <summary>Takes charge of memory.</summary>
    /// <param name="start">First byte, not null: no bytes are at <see cref="Nowhere"/>.</param>
    private protected RegionMemory(byte* start) => Start = start;

    /// <summary>An address to which nothing is written and from which nothing is read.</summary>
    public static byte* Nowhere => (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference("\0"u8));

    /// <summary>What an empty region without a file reads from: no bytes.</summary>
    public static RegionMemory None { get; } = new HeapMemory(0);

    /// <summary>The first byte; to be read only while <see cref="Gone"/> is 0.</summary>
    public byte* Start { get; }

    /// <summary>
    /// 0 as long as the memory is there. Then a number so large that an address to which it is added lies after every end: who
    /// compares with an end anyway adds it, and needs no second test.
    /// </summary>
    public ulong Gone { get; private set; }

    /// <summary>Gives the memory back, once.</summary>
    public void Dispose()
    {
        if (Gone == 0)
        {
            Free();
            Leave();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Bytes that were read and are not needed soon: if the system has them elsewhere, they need not take memory.</summary>
    public virtual void Forget(byte* start, ulong length)
    {
    }

    /// <summary>The memory is no longer this one's.</summary>
    private protected void Leave() => Gone = Beyond;

    /// <summary>Gives the memory back.</summary>
    private protected abstract void Free();
}
