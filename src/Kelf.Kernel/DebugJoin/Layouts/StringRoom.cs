// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.DebugJoin.Layouts;

/// <summary>Gives strings their places, one after the other, each with a NUL.</summary>
internal sealed class StringRoom
{
    /// <summary>The bytes of all.</summary>
    public uint Size { get; private set; }

    /// <summary>The place of the next.</summary>
    /// <exception cref="UnknownLayoutException">They are more than 2 GiB.</exception>
    public uint Take(int length)
    {
        uint place = Size;
        // Each length is an int, and so is the sum of all before.
        Size += (uint)length + 1;
        return Size <= Array.MaxLength ? place : throw new UnknownLayoutException("merged strings", "they are more than 2 GiB");
    }
}
