// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Sorttable;

/// <summary>How an image stores numbers; reads and writes them in copies of its tables.</summary>
/// <param name="IsBig">Most significant byte first.</param>
/// <param name="WordSize">Bytes of an address: 4 or 8.</param>
internal readonly record struct NumberFormat(bool IsBig, int WordSize)
{
    /// <summary>The format of an image.</summary>
    public static NumberFormat Of(ElfFile elf) => new(elf.ByteOrder == ByteOrder.Big, elf.Layout.WordSize);

    private NumberWriter Writer => new(IsBig ? ByteOrder.Big : ByteOrder.Little);

    /// <summary>Reads 16 bits.</summary>
    public ushort U16(ReadOnlySpan<byte> at) =>
        IsBig ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);

    /// <summary>Reads 32 bits.</summary>
    public uint U32(ReadOnlySpan<byte> at) =>
        IsBig ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);

    /// <summary>Reads 64 bits.</summary>
    public ulong U64(ReadOnlySpan<byte> at) =>
        IsBig ? BinaryPrimitives.ReadUInt64BigEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at);

    /// <summary>Reads an address.</summary>
    public ulong Word(ReadOnlySpan<byte> at) => WordSize == 8 ? U64(at) : U32(at);

    /// <summary>Writes 32 bits.</summary>
    public void Write32(Span<byte> at, uint value) => Writer.U32(at, value);

    /// <summary>Writes an address.</summary>
    public void WriteWord(Span<byte> at, ulong value) => Writer.Word(at, WordSize == 8, value);
}
