// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.Objects;

/// <summary>
/// What was given in the place of an object. The original leaves it out without a word, and the build ends later for want of a
/// <c>.mod.c</c>.
/// </summary>
public static class ForeignObject
{
    private const int HeaderOf64 = 64;
    private const int HeaderOf32 = 52;

    /// <summary>Says what a file is that is no ELF object; null for one that is.</summary>
    public static string? TryExplain(Region contents)
    {
        const string Consequence = "it is left out, and gets no .mod.c";
        if (ElfFile.IsElf(contents))
        {
            bool is32 = contents.Length > 4 && contents.Span(4, 1)[0] == (byte)ElfClass.Elf32;
            return contents.Length < (is32 ? HeaderOf32 : HeaderOf64) ? $"is cut short, inside of the ELF header: {Consequence}" : null;
        }

        ReadOnlySpan<byte> start = contents.Span(0, (int)Math.Min(contents.Length, 512));
        return ElfFile.IsBitcode(contents)
            ? $"is LLVM bitcode, which Clang makes for LTO, and no ELF object: {Consequence}; give the object that is made of it"
            : start.StartsWith("!<arch>\n"u8) || start.StartsWith("!<thin>\n"u8)
                ? $"is an archive, and no object: {Consequence}; link its members first (ld -r)"
                : IsText(start)
                    ? $"is a text, and no ELF object: {Consequence}"
                    : $"is no ELF object: {Consequence}";
    }

    private static bool IsText(ReadOnlySpan<byte> start) =>
        !start.ContainsAnyInRange((byte)0, (byte)8) && !start.ContainsAnyInRange((byte)14, (byte)31);
}
