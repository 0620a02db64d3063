// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>What a file is that was expected to be ELF.</summary>
public enum ForeignFormat
{
    /// <summary>Something that is not known here.</summary>
    Other,

    /// <summary>A file without bytes.</summary>
    Empty,

    /// <summary>LLVM bitcode, which Clang writes for LTO under the names of objects.</summary>
    Bitcode,

    /// <summary>An archive of <c>ar</c>, ordinary or thin.</summary>
    Archive,
}

/// <summary>Tells files that are not ELF by their first bytes.</summary>
internal static class ForeignFormats
{
    public static ForeignFormat Of(Region image)
    {
        ReadOnlySpan<byte> magic = image.Span(0, (int)Math.Min(image.Length, 8));
        return magic.IsEmpty ? ForeignFormat.Empty
            : IsBitcode(magic) ? ForeignFormat.Bitcode
            : magic.StartsWith("!<arch>\n"u8) || magic.StartsWith("!<thin>\n"u8) ? ForeignFormat.Archive
            : ForeignFormat.Other;
    }

    /// <summary>Raw bitcode starts 'B' 'C' 0xC0DE, its wrapper 0x0B17C0DE (LLVM BitCodeFormat).</summary>
    public static bool IsBitcode(ReadOnlySpan<byte> magic) =>
        magic.StartsWith<byte>([0x42, 0x43, 0xc0, 0xde]) || magic.StartsWith<byte>([0xde, 0xc0, 0x17, 0x0b]);
}
