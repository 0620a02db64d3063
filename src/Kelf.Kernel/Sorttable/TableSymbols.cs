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

    /// <summary>Looks at all symbols, the last one included.</summary>
    public static TableSymbols Find(SortableImage image)
    {
        ElfSymbol? sortNeeded = null, start = null, stop = null;
        for (int i = 1; i < image.Symbols.Count; i++)
        {
            ElfSymbol symbol = image.Symbols[i];
            // Most symbols are functions, or have no name; none of those is meant.
            if (symbol.IsUndefined || symbol.Type is not (ElfSymbolType.Object or ElfSymbolType.NoType))
            {
                continue;
            }

            ReadOnlySpan<byte> name = image.Symbols.NameOf(symbol);
            if (symbol.Type == ElfSymbolType.Object && name.SequenceEqual("main_extable_sort_needed"u8))
            {
                sortNeeded ??= symbol;
            }
            else if (name.SequenceEqual("__start_mcount_loc"u8))
            {
                start ??= symbol;
            }
            else if (name.SequenceEqual("__stop_mcount_loc"u8))
            {
                stop ??= symbol;
            }
        }

        return new TableSymbols(sortNeeded, start, stop);
    }
}
