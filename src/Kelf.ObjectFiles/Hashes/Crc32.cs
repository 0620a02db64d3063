// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.ObjectFiles.Hashes;

/// <summary>
/// CRC-32 as zlib and PNG compute it: polynomial 0xEDB88320 (reflected), initial value and final exclusive-or
/// 0xFFFFFFFF, 0 for the empty input. The kernel's symbol versions are these, and the checks of gzip, xz and lzop.
/// </summary>
public static class Crc32
{
    /// <summary>The polynomial without x^32, bit 31 for x^0.</summary>
    public const uint Polynomial = 0xEDB88320;

    // Eight tables let one step take eight bytes: Tables[k][b] is the CRC of byte b followed by k zero bytes.
    private static readonly uint[] s_tables = MakeTables();

    /// <summary>The CRC of a text, or of a text continued.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="crc">CRC of what came before; 0 at the start.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint[] t = s_tables;
        uint state = ~crc;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        if (BitConverter.IsLittleEndian)
        {
            foreach (ulong word in words)
            {
                ulong mixed = word ^ state;
                state = t[0x700 + (byte)mixed] ^ t[0x600 + (byte)(mixed >> 8)]
                    ^ t[0x500 + (byte)(mixed >> 16)] ^ t[0x400 + (byte)(mixed >> 24)]
                    ^ t[0x300 + (byte)(mixed >> 32)] ^ t[0x200 + (byte)(mixed >> 40)]
                    ^ t[0x100 + (byte)(mixed >> 48)] ^ t[(byte)(mixed >> 56)];
            }

            bytes = bytes[(words.Length * 8)..];
        }

        foreach (byte b in bytes)
        {
            state = (state >> 8) ^ t[(byte)(state ^ b)];
        }

        return ~state;
    }

    private static uint[] MakeTables()
    {
        uint[] tables = new uint[8 * 256];
        for (uint b = 0; b < 256; b++)
        {
            uint state = b;
            for (int bit = 0; bit < 8; bit++)
            {
                state = (state >> 1) ^ ((state & 1) * Polynomial);
            }

            tables[b] = state;
        }

        for (int i = 256; i < tables.Length; i++)
        {
            tables[i] = (tables[i - 256] >> 8) ^ tables[(byte)tables[i - 256]];
        }

        return tables;
    }
}
