// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.ObjectFiles.Bitcode;

/// <summary>
/// Where the bitcode is in a file: raw bitcode is the file, wrapped bitcode (LLVM BitCodeFormat, "Bitcode Wrapper
/// Format") a part of it, and an object of <c>-ffat-lto-objects</c> has it in a section beside its machine code.
/// </summary>
internal static class BitcodeStream
{
    /// <summary>Length of the magic number of raw bitcode, <c>BC</c> 0xC0DE, in bytes.</summary>
    public const int MagicLength = 4;

    private const int WrapperLength = 20;
    private const string FatSection = ".llvm.lto";

    /// <summary>True for the magic number of raw bitcode.</summary>
    public static bool IsRaw(Region image) =>
        image.Length >= MagicLength && image.Span(0, MagicLength).SequenceEqual<byte>([0x42, 0x43, 0xc0, 0xde]);

    /// <summary>The raw bitcode of a file of bitcode, with its magic number.</summary>
    /// <exception cref="MalformedFileException">The wrapper is wrong, or the stream no whole number of words.</exception>
    public static Region Find(Region image)
    {
        Region stream = IsRaw(image) ? image : Unwrap(image);
        if (stream.Length % 4 != 0)
        {
            throw stream.Malformed((ulong)stream.Length & ~3UL, $"bitcode of {stream.Length} bytes is no multiple of 4: cut short");
        }

        return stream;
    }

    /// <summary>The section of bitcode of an ELF object.</summary>
    public static bool TryFindInElf(ElfFile elf, out Region bitcode)
    {
        bool found = elf.TryFindSection(FatSection, out ElfSection? section);
        bitcode = found ? elf.Contents(section!) : default;
        return found;
    }

    private static Region Unwrap(Region image)
    {
        Cursor cursor = image.Read(ByteOrder.Little);
        if (image.Length < WrapperLength)
        {
            throw image.Malformed((ulong)image.Length, "bitcode wrapper is cut short");
        }

        cursor.Skip(8); // magic number, version
        uint offset = cursor.U32();
        uint size = cursor.U32();
        if (offset > image.Length || size > image.Length - offset)
        {
            throw cursor.Malformed($"wrapped bitcode of {size} bytes at 0x{offset:x} reaches outside ({image.Length} bytes)");
        }

        Region stream = image.Slice(offset, size);
        return IsRaw(stream) ? stream : throw image.Malformed(offset, "wrapper holds no bitcode");
    }
}
