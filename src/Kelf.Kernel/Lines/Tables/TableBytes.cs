// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>Numbers and bytes of a section that is being made, in the byte order of its machine.</summary>
/// <param name="order">The byte order.</param>
internal sealed class TableBytes(ByteOrder order)
{
    private readonly NumberWriter _numbers = new(order);
    private readonly ByteBuilder _bytes = new();

    /// <summary>How many there are.</summary>
    public int Length => _bytes.Bytes.Length;

    /// <summary>All of them.</summary>
    public byte[] ToArray() => _bytes.Bytes.ToArray();

    /// <summary>Fills up with zeros.</summary>
    public void Align(int alignment) => _bytes.Write(stackalloc byte[-Length & (alignment - 1)]);

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>Adds a number.</summary>
    public void U32(uint value)
    {
        Span<byte> number = stackalloc byte[4];
        _numbers.U32(number, value);
        _bytes.Write(number);
    }

    /// <summary>Adds numbers.</summary>
    public void U32(IReadOnlyList<uint> values)
    {
        foreach (uint value in values)
        {
            U32(value);
        }
    }
}
