// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Modules;

/// <summary>
/// How an entry of a table of exports is laid out: <c>struct kernel_symbol</c> (kernel <c>include/linux/export.h</c>). Which of
/// them a kernel has depends on release, machine and configuration, and stands nowhere in the image.
/// </summary>
/// <param name="Size">Bytes of an entry.</param>
/// <param name="Name">Offset in it of the reference to the name.</param>
/// <param name="Namespace">Offset of the reference to the namespace, or null.</param>
/// <param name="IsRelative">References are signed 32-bit distances from themselves (<c>CONFIG_HAVE_ARCH_PREL32_RELOCATIONS</c>).</param>
internal sealed record ExportTableLayout(int Size, int Name, int? Namespace, bool IsRelative)
{
    /// <summary>The layouts of Linux 4.14 to 7.3 for a class of files: namespaces since 5.4, distances since 4.19 on some machines.</summary>
    public static IEnumerable<ExportTableLayout> Of(ElfClass elfClass)
    {
        int word = elfClass == ElfClass.Elf64 ? 8 : 4;
        yield return new(12, 4, 8, IsRelative: true);
        yield return new(8, 4, null, IsRelative: true);
        yield return new(3 * word, word, 2 * word, IsRelative: false);
        yield return new(2 * word, word, null, IsRelative: false);
    }
}
