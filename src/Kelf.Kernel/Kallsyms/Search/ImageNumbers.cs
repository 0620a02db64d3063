// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>The numbers in bytes of which only the byte order is known.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="order">The order.</param>
internal readonly ref struct ImageNumbers(ReadOnlySpan<byte> bytes, ByteOrder order)
{
    private readonly bool _isBig = order == ByteOrder.Big;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>Reads 32 bits.</summary>
    public uint U32(int at) => _isBig
        ? BinaryPrimitives.ReadUInt32BigEndian(Bytes[at..])
        : BinaryPrimitives.ReadUInt32LittleEndian(Bytes[at..]);

    /// <summary>Reads a word of 4 or 8 bytes.</summary>
    public ulong Word(int at, int size) => size != 8 ? U32(at)
        : _isBig ? BinaryPrimitives.ReadUInt64BigEndian(Bytes[at..])
        : BinaryPrimitives.ReadUInt64LittleEndian(Bytes[at..]);

    /// <summary>Whether a range is inside, and all its bytes are 0.</summary>
    public bool IsZero(long start, long end) =>
        start >= 0 && start <= end && end <= Bytes.Length && !Bytes[(int)start..(int)end].ContainsAnyExcept((byte)0);
}
