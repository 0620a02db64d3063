// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>Says what a file is that was expected to be ELF, and what its owner can do about it.</summary>
internal static class ForeignFormats
{
    public static string Describe(Region image)
    {
        if (image.IsEmpty)
        {
            return "not an ELF object: the file is empty";
        }

        ReadOnlySpan<byte> magic = image.Span(0, (int)Math.Min(image.Length, 8));
        if (IsBitcode(magic))
        {
            return "not an ELF object but LLVM bitcode (Clang LTO): it has no DWARF yet, give the LTO-linked vmlinux.o instead";
        }

        return magic.StartsWith("!<arch>\n"u8) || magic.StartsWith("!<thin>\n"u8)
            ? "not an ELF object but an archive: name one of its members"
            : "not an ELF object";
    }

    /// <summary>Raw bitcode starts 'B' 'C' 0xC0DE, its wrapper 0x0B17C0DE (LLVM BitCodeFormat).</summary>
    internal static bool IsBitcode(ReadOnlySpan<byte> magic) =>
        magic.StartsWith<byte>([0x42, 0x43, 0xc0, 0xde]) || magic.StartsWith<byte>([0xde, 0xc0, 0x17, 0x0b]);
}
