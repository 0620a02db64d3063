// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Relocs;

/// <summary>
/// The work of the kernel's <c>relocs</c> for x86: which places of an image its boot code has to patch when it runs at
/// another address than it was linked for.
/// </summary>
/// <example><code>
/// RelocatableImage image = RelocatableImage.Open(ElfFile.Parse(map.Contents));
/// byte[] table = X86Relocs.MakeTable(image, new RelocsOptions()).ToBytes();
/// </code></example>
public static class X86Relocs
{
    /// <summary>Makes the table.</summary>
    /// <exception cref="MalformedFileException">A relocation cannot be in a table, or names what is not there.</exception>
    /// <exception cref="RefusedException">The image is not for x86, has no relocations, or two for one place.</exception>
    public static RelocationTable MakeTable(RelocatableImage image, RelocsOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        RequireX86(image);
        RelocationRules rules = options.Rules ?? image.DetectedRules;
        PlaceCollector collector = (options.RealMode, image.Is64) switch
        {
            (true, true) => throw new RefusedException(
                image.Path, "real-mode code is 32-bit ELF, and this is 64-bit: leave --realmode out for a kernel"),
            (true, false) => new RealModeCollector(image, rules, options),
            (false, true) => new X8664Collector(image, rules, options),
            (false, false) => new I386Collector(image, rules, options),
        };
        return collector.Collect();
    }

    /// <summary>Refuses images of other machines.</summary>
    internal static void RequireX86(RelocatableImage image)
    {
        Region file = image.Elf.Image;
        ElfMachine wanted = image.Is64 ? ElfMachine.X8664 : ElfMachine.I386;
        if (image.Elf.ByteOrder != ByteOrder.Little)
        {
            throw file.Malformed(5, "x86 is little-endian, and this file is not");
        }

        if (image.Elf.Machine != wanted)
        {
            throw file.Malformed(18, $"machine {(int)image.Elf.Machine} is not {(int)wanted}, that of {(image.Is64 ? "x86-64" : "32-bit x86")}");
        }
    }
}
