// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>Managed memory that stays where it is as long as a region refers to it.</summary>
internal sealed unsafe class PinnedMemory : RegionMemory
{
    private MemoryHandle _pin;

    /// <summary>Pins memory.</summary>
    public PinnedMemory(ReadOnlyMemory<byte> memory)
        : this(memory.Pin(), memory.Length)
    {
    }

    private PinnedMemory(MemoryHandle pin, int length)
        : base(length == 0 ? Nowhere : (byte*)pin.Pointer) => _pin = pin;

    /// <summary>Lets the memory go when no region refers to it any more.</summary>
    ~PinnedMemory() => Free();

    // A handle that was given back does nothing.
    private protected override void Free() => _pin.Dispose();
}
