// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Relocs;

/// <summary>The table of an image as the file that its boot image is linked with, whatever its machine.</summary>
public static class KernelTable
{
    /// <summary>Makes the contents of <c>vmlinux.relocs</c>: binary for x86, assembler source for s390.</summary>
    /// <exception cref="RefusedException">The machine has no such file.</exception>
    public static KernelTableFile Make(RelocatableImage image, RelocsOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        switch (image.Elf.Machine)
        {
            case ElfMachine.X8664 or ElfMachine.I386:
                return KernelTableFile.Of(X86Relocs.MakeTable(image, options));
            case ElfMachine.S390:
                ByteBuilder text = new();
                S390Relocs.WriteText(S390Relocs.FindPlaces(image, options), text);
                return new KernelTableFile(text.Bytes.ToArray(), []);
            case ElfMachine.Mips:
                throw new RefusedException(image.Path, "the table of a MIPS kernel lies in the image: use `kelf relocs`, then split");
            default:
                throw new RefusedException(
                    image.Path, $"kernels for machine {(int)image.Elf.Machine} have no table beside the image: leave --relocs out");
        }
    }
}

/// <summary>The contents of <c>vmlinux.relocs</c>.</summary>
/// <param name="Bytes">The contents.</param>
/// <param name="Warnings">What the user should know of the places.</param>
public sealed record KernelTableFile(byte[] Bytes, IReadOnlyList<Diagnostic> Warnings)
{
    /// <summary>The file of a table for x86.</summary>
    public static KernelTableFile Of(RelocationTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new KernelTableFile(table.ToBytes(), table.Warnings);
    }
}
