// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>A managed array that stays where it is as long as a region refers to it.</summary>
internal sealed unsafe class PinnedMemory : RegionMemory
{
    private GCHandle _pin;

    /// <summary>Pins an array.</summary>
    public PinnedMemory(byte[] array)
        : this(GCHandle.Alloc(array, GCHandleType.Pinned), array.Length)
    {
    }

    private PinnedMemory(GCHandle pin, int length)
        : base(length == 0 ? Nowhere : (byte*)pin.AddrOfPinnedObject()) => _pin = pin;

    /// <summary>Lets the array go when no region refers to it any more.</summary>
    ~PinnedMemory() => Free();

    private protected override void Free()
    {
        if (_pin.IsAllocated)
        {
            _pin.Free();
        }
    }
}
