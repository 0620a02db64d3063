// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Relocs;

/// <summary>The table of an image as the file that its boot image is linked with, whatever its machine.</summary>
public static class KernelTable
{
    /// <summary>Makes the contents of <c>vmlinux.relocs</c>: binary for x86, assembler source for s390.</summary>
    /// <exception cref="RefusedException">The machine has no such file.</exception>
    public static byte[] Make(RelocatableImage image, RelocsOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        switch (image.Elf.Machine)
        {
            case ElfMachine.X8664 or ElfMachine.I386:
                return X86Relocs.MakeTable(image, options).ToBytes();
            case ElfMachine.S390:
                ByteBuilder text = new();
                S390Relocs.WriteText(S390Relocs.FindPlaces(image, options), text);
                return text.Bytes.ToArray();
            case ElfMachine.Mips:
                throw new RefusedException(image.Path, "the table of a MIPS kernel lies in the image: use `kelf relocs`, then split");
            default:
                throw new RefusedException(
                    image.Path, $"kernels for machine {(int)image.Elf.Machine} have no table beside the image: leave --relocs out");
        }
    }
}
