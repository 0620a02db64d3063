// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Sorttable;

/// <summary>The symbols that say where tables are; the first definition of each name.</summary>
/// <param name="SortNeeded">The variable <c>main_extable_sort_needed</c>, or null.</param>
/// <param name="McountStart"><c>__start_mcount_loc</c>, or null.</param>
/// <param name="McountStop"><c>__stop_mcount_loc</c>, or null.</param>
internal sealed record TableSymbols(ElfSymbol? SortNeeded, ElfSymbol? McountStart, ElfSymbol? McountStop)
{
    /// <summary>The flag of <see cref="SortNeededFlag"/>.</summary>
    public const string SortNeededName = "main_extable_sort_needed";

    /// <summary>Where the addresses of tracer calls begin.</summary>
    public const string McountStartName = "__start_mcount_loc";

    /// <summary>Where they end.</summary>
    public const string McountStopName = "__stop_mcount_loc";

    /// <summary>Finds them in the symbol table.</summary>
    public static TableSymbols Find(SortableImage image) => new(
        image.Symbols.Find("main_extable_sort_needed"u8, symbol => !symbol.IsUndefined && symbol.Type == ElfSymbolType.Object),
        image.Symbols.Find("__start_mcount_loc"u8, IsLabel),
        image.Symbols.Find("__stop_mcount_loc"u8, IsLabel));

    private static bool IsLabel(ElfSymbol symbol) =>
        !symbol.IsUndefined && symbol.Type is ElfSymbolType.Object or ElfSymbolType.NoType;
}
