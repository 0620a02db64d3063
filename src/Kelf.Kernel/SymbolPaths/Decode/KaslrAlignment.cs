// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>
/// By multiples of what KASLR moves a kernel: the address of a frame modulo that is the one in the image, whatever the offset is.
/// Where the configuration decides it is the smallest value that can be chosen.
/// </summary>
internal static class KaslrAlignment
{
    private const ulong Page = 4096;

    /// <summary>The alignment in bytes, a power of two; null for machines of which it is not known.</summary>
    public static ulong? Of(ElfMachine machine) => machine switch
    {
        // CONFIG_PHYSICAL_ALIGN, which is 2 MiB at least with 64 bits and 8 KiB with 32.
        ElfMachine.X8664 => 2 << 20,
        ElfMachine.I386 => 8 << 10,
        // The distance within 2 MiB is that of the physical address, which is a multiple of EFI_KIMG_ALIGN.
        ElfMachine.AArch64 => 64 << 10,
        // A middle-size page.
        ElfMachine.RiscV => 2 << 20,
        ElfMachine.LoongArch or ElfMachine.Mips => 64 << 10,
        // THREAD_SIZE, before it became the size of a segment.
        ElfMachine.S390 => 16 << 10,
        _ => null,
    };

    /// <summary>
    /// Whether a kernel may have been moved so far; what it was not is no evidence. Loaders may take less care than the kernel asks of
    /// them on arm64, and of other machines only pages are known.
    /// </summary>
    public static bool IsPlausible(ElfMachine machine, ulong distance) =>
        distance % (machine == ElfMachine.AArch64 ? Page : Of(machine) ?? Page) == 0;
}
