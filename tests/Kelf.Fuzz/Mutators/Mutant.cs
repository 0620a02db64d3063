// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;

namespace Kelf.Fuzz.Mutators;

/// <summary>A copy of a seed that mutators change; one per worker, used again for each mutant.</summary>
/// <param name="capacity">Bytes that a mutant may grow to.</param>
public sealed class Mutant(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];

    /// <summary>The seed that it started as.</summary>
    public Seed Seed { get; private set; } = null!;

    /// <summary>Its length in bytes; what mutators may reach.</summary>
    public int Length { get; private set; }

    /// <summary>Its bytes.</summary>
    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>The largest length.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Starts anew from a seed.</summary>
    public void Reset(Seed seed)
    {
        Seed = seed;
        Length = seed.Bytes.Length;
        seed.Bytes.CopyTo(_bytes, 0);
    }

    /// <summary>Changes the length; bytes beyond the old end are what was there before.</summary>
    public void Resize(int length) => Length = Math.Clamp(length, 0, _bytes.Length);

    /// <summary>Writes a number of the seed's byte order; what does not fit in the mutant is left out.</summary>
    public void Write(int offset, ulong value, int width)
    {
        for (int i = 0; i < width; i++)
        {
            int index = Seed.Order == ObjectFiles.Bytes.ByteOrder.Little ? i : width - 1 - i;
            if (offset + i < Length)
            {
                _bytes[offset + i] = (byte)(value >> (8 * Math.Min(index, 7)));
            }
        }
    }

    /// <summary>Writes an unsigned LEB128 padded or cut to a width.</summary>
    public void WriteLeb128(int offset, ulong value, int width)
    {
        for (int i = 0; i < width && offset + i < Length; i++)
        {
            _bytes[offset + i] = (byte)((value & 0x7f) | (i < width - 1 ? 0x80u : 0u));
            value >>= 7;
        }
    }
}
