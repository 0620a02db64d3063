// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>The addresses that kelf gives the sections of a module: those of its <see cref="RuntimeSymbols"/>.</summary>
public static class ModuleAddresses
{
    /// <summary>The address of each section by its number.</summary>
    public static IReadOnlyList<ulong> Of(ElfFile module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new ModuleLayout(module).Places;
    }
}
