// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Link;

/// <summary>Machine and flags of what is going to be linked, which an object made for it needs too.</summary>
internal static class LinkedKind
{
    // Both are native code even where all others are bitcode.
    private static readonly string[] s_candidates = ["vmlinux.o", ".vmlinux.export.o"];

    /// <summary>Reads them from the first object that has them.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public static ElfObjectKind Find()
    {
        foreach (string path in s_candidates.Where(File.Exists))
        {
            using OpenedObject file = OpenedObject.OfFile(path, DecompressionLimit.Standard);
            if (ElfFile.IsElf(file.Contents))
            {
                return ElfObjectKind.Of(ElfFile.ParseHeader(file.Contents));
            }
        }

        throw new RefusedException("vmlinux.o", "no object to link: kelf link runs in the directory of a kernel build, after vmlinux.o is made");
    }
}
