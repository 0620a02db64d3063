// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;
using System.Numerics;

namespace Kelf.Archives.Streams;

/// <summary>xxHash of 32 bits with seed 0 (<c>xxhash_spec.md</c>, "XXH32"), the check value of LZ4 frames; piece by piece.</summary>
internal sealed class XxHash32
{
    private const uint Prime1 = 0x9e3779b1, Prime2 = 0x85ebca77, Prime3 = 0xc2b2ae3d, Prime4 = 0x27d4eb2f, Prime5 = 0x165667b1;
    private const int StripeSize = 16;

    private readonly byte[] _rest = new byte[StripeSize];
    private int _restLength;
    private ulong _length;
    private uint _lane1 = unchecked(Prime1 + Prime2), _lane2 = Prime2, _lane3, _lane4 = unchecked(0 - Prime1);

    /// <summary>The hash of what was appended so far.</summary>
    public uint Value
    {
        get
        {
            uint hash = (uint)_length + (_length >= StripeSize
                ? BitOperations.RotateLeft(_lane1, 1) + BitOperations.RotateLeft(_lane2, 7)
                    + BitOperations.RotateLeft(_lane3, 12) + BitOperations.RotateLeft(_lane4, 18)
                : Prime5);
            ReadOnlySpan<byte> rest = _rest.AsSpan(0, _restLength);
            for (; rest.Length >= 4; rest = rest[4..])
            {
                hash = BitOperations.RotateLeft(hash + BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime3, 17) * Prime4;
            }

            foreach (byte value in rest)
            {
                hash = BitOperations.RotateLeft(hash + value * Prime5, 11) * Prime1;
            }

            hash = (hash ^ (hash >> 15)) * Prime2;
            hash = (hash ^ (hash >> 13)) * Prime3;
            return hash ^ (hash >> 16);
        }
    }

    /// <summary>The hash of these bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        XxHash32 hash = new();
        hash.Append(bytes);
        return hash.Value;
    }

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _length += (ulong)bytes.Length;
        if (_restLength > 0)
        {
            int count = Math.Min(StripeSize - _restLength, bytes.Length);
            bytes[..count].CopyTo(_rest.AsSpan(_restLength));
            _restLength += count;
            bytes = bytes[count..];
            if (_restLength < StripeSize)
            {
                return;
            }

            AddStripes(_rest);
        }

        int whole = bytes.Length / StripeSize * StripeSize;
        AddStripes(bytes[..whole]);
        bytes[whole..].CopyTo(_rest);
        _restLength = bytes.Length - whole;
    }

    private void AddStripes(ReadOnlySpan<byte> bytes)
    {
        (uint a, uint b, uint c, uint d) = (_lane1, _lane2, _lane3, _lane4);
        for (; !bytes.IsEmpty; bytes = bytes[StripeSize..])
        {
            a = Round(a, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
            b = Round(b, BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
            c = Round(c, BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
            d = Round(d, BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]));
        }

        (_lane1, _lane2, _lane3, _lane4) = (a, b, c, d);
    }

    private static uint Round(uint lane, uint word) => BitOperations.RotateLeft(lane + word * Prime2, 13) * Prime1;
}
