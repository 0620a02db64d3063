// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Loading;

/// <summary>The bytes that one relocation changes: how many they are, and how S + A goes into them.</summary>
internal static class RelocatedField
{
    /// <summary>Width in bytes; LEB128 fields are as wide as they are in the file.</summary>
    public static int Width(RelocationKind kind) => kind switch
    {
        RelocationKind.Set16 or RelocationKind.Add16 or RelocationKind.Subtract16 => 2,
        RelocationKind.Set32 or RelocationKind.Add32 or RelocationKind.Subtract32 => 4,
        RelocationKind.Set64 or RelocationKind.Add64 or RelocationKind.Subtract64 => 8,
        _ => 1,
    };

    /// <summary>True for the LEB128 kinds.</summary>
    public static bool IsUleb128(RelocationKind kind) =>
        kind is RelocationKind.SetUleb128 or RelocationKind.AddUleb128 or RelocationKind.SubtractUleb128;

    /// <summary>Puts <paramref name="value"/> (S + A) into a field of 1, 2, 4 or 8 bytes.</summary>
    public static void Apply(Span<byte> field, RelocationKind kind, ulong value, ByteOrder order)
    {
        ulong old = Read(field, order);
        ulong result = kind switch
        {
            RelocationKind.Add8 or RelocationKind.Add16 or RelocationKind.Add32 or RelocationKind.Add64 => old + value,
            RelocationKind.Subtract8 or RelocationKind.Subtract16 or RelocationKind.Subtract32
                or RelocationKind.Subtract64 => old - value,
            RelocationKind.Set6 => (old & 0xc0) | (value & 0x3f),
            RelocationKind.Add6 => (old & 0xc0) | ((old + value) & 0x3f),
            RelocationKind.Subtract6 => (old & 0xc0) | ((old - value) & 0x3f),
            _ => value,
        };
        Write(field, result, order);
    }

    /// <summary>Puts <paramref name="value"/> into an unsigned LEB128 without changing its length.</summary>
    public static void ApplyUleb128(Span<byte> field, RelocationKind kind, ulong value)
    {
        ulong old = 0;
        for (int i = 0; i < field.Length && i < 10; i++)
        {
            old |= (ulong)(field[i] & 0x7f) << (7 * i);
        }

        ulong result = kind switch
        {
            RelocationKind.AddUleb128 => old + value,
            RelocationKind.SubtractUleb128 => old - value,
            _ => value,
        };
        for (int i = 0; i < field.Length; i++)
        {
            field[i] = (byte)((result & 0x7f) | (i < field.Length - 1 ? 0x80u : 0u));
            result >>= 7;
        }
    }

    /// <summary>The number in a field of 1, 2, 4 or 8 bytes.</summary>
    public static ulong Read(ReadOnlySpan<byte> field, ByteOrder order) => (field.Length, order) switch
    {
        (1, _) => field[0],
        (2, ByteOrder.Little) => BinaryPrimitives.ReadUInt16LittleEndian(field),
        (2, _) => BinaryPrimitives.ReadUInt16BigEndian(field),
        (4, ByteOrder.Little) => BinaryPrimitives.ReadUInt32LittleEndian(field),
        (4, _) => BinaryPrimitives.ReadUInt32BigEndian(field),
        (_, ByteOrder.Little) => BinaryPrimitives.ReadUInt64LittleEndian(field),
        _ => BinaryPrimitives.ReadUInt64BigEndian(field),
    };

    private static void Write(Span<byte> field, ulong value, ByteOrder order)
    {
        switch (field.Length, order)
        {
            case (1, _): field[0] = (byte)value; break;
            case (2, ByteOrder.Little): BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)value); break;
            case (2, _): BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)value); break;
            case (4, ByteOrder.Little): BinaryPrimitives.WriteUInt32LittleEndian(field, (uint)value); break;
            case (4, _): BinaryPrimitives.WriteUInt32BigEndian(field, (uint)value); break;
            case (_, ByteOrder.Little): BinaryPrimitives.WriteUInt64LittleEndian(field, value); break;
            default: BinaryPrimitives.WriteUInt64BigEndian(field, value); break;
        }
    }
}
