// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Compression;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.TestSupport;

/// <summary>Compressed section contents.</summary>
public static class Packing
{
    private const int LargestZstdBlock = 128 * 1024;

    /// <summary>Section contents with the header that its form of compression wants.</summary>
    public static byte[] Pack(byte[] contents, SectionPacking packing, ElfClass elfClass, ByteOrder order)
    {
        if (packing == SectionPacking.Stored)
        {
            return contents;
        }

        if (packing == SectionPacking.GnuZlib)
        {
            ByteAssembler old = new(ByteOrder.Big);
            return old.Bytes("ZLIB"u8).U64((ulong)contents.Length).Bytes(ZlibStream(contents)).ToArray();
        }

        bool is64 = elfClass == ElfClass.Elf64;
        ByteAssembler file = new(order);
        file.U32(packing == SectionPacking.Zlib ? 1u : 2u);
        if (is64)
        {
            file.U32(0); // ch_reserved
        }

        file.Word(is64, (ulong)contents.Length).Word(is64, 1); // ch_size, ch_addralign
        return file.Bytes(packing == SectionPacking.Zlib ? ZlibStream(contents) : ZstdFrame(contents)).ToArray();
    }

    /// <summary>A zlib stream.</summary>
    public static byte[] ZlibStream(ReadOnlySpan<byte> contents)
    {
        using MemoryStream result = new();
        using (ZLibStream stream = new(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(contents);
        }

        return result.ToArray();
    }

    /// <summary>
    /// A Zstandard frame of raw blocks, written by hand so that tests need no compressor (RFC 8878 §3.1.1).
    /// </summary>
    public static byte[] ZstdFrame(ReadOnlySpan<byte> contents)
    {
        ByteAssembler frame = new(ByteOrder.Little);
        frame.U32(0xfd2fb528).U8(0xe0).U64((ulong)contents.Length); // single segment, 8-byte content size
        do
        {
            ReadOnlySpan<byte> block = contents[..Math.Min(contents.Length, LargestZstdBlock)];
            contents = contents[block.Length..];
            frame.U24(((uint)block.Length << 3) | (contents.IsEmpty ? 1u : 0u)).Bytes(block);
        }
        while (!contents.IsEmpty);
        return frame.ToArray();
    }

    /// <summary>A Zstandard frame of <paramref name="blocks"/> blocks of 128 KiB of one byte: four bytes each.</summary>
    public static byte[] ZstdRunFrame(int blocks, byte value)
    {
        ByteAssembler frame = new(ByteOrder.Little);
        frame.U32(0xfd2fb528).U8(0xe0).U64((ulong)blocks * LargestZstdBlock);
        for (int i = 1; i <= blocks; i++)
        {
            frame.U24((LargestZstdBlock << 3) | (1u << 1) | (i == blocks ? 1u : 0u)).U8(value);
        }

        return frame.ToArray();
    }
}
