// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Modules;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Relocs;

/// <summary>
/// The table of an image that was linked without keeping relocations, from an earlier link of the same objects that kept
/// them. A kernel is linked two or three times anyway, until its symbol table fits; the links before the last have no
/// debugging information, and so a tenth of its relocations. It is refused unless all addresses and the values at all
/// places are the same.
/// </summary>
public static class EarlierLink
{
    /// <summary>Makes the table.</summary>
    /// <param name="earlier">The link that kept relocations.</param>
    /// <param name="final">The image that the table is for.</param>
    /// <param name="options">The rules.</param>
    /// <exception cref="RefusedException">The addresses of the two differ; the message has the first difference.</exception>
    public static RelocationTable MakeTable(RelocatableImage earlier, RelocatableImage final, RelocsOptions options)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(final);
        CompareSections(earlier, final);
        RelocationTable table = X86Relocs.MakeTable(earlier, options);
        ComparePlaces(earlier, final, table);
        return table;
    }

    private static void CompareSections(RelocatableImage earlier, RelocatableImage final)
    {
        ElfSection[] before = Loaded(earlier);
        ElfSection[] after = Loaded(final);
        for (int i = 0; i < Math.Max(before.Length, after.Length); i++)
        {
            string one = i < before.Length ? Describe(before[i]) : "no section";
            string other = i < after.Length ? Describe(after[i]) : "no section";
            if (one != other)
            {
                throw new RefusedException(final.Path, $"it has {other} where {earlier.Path} has {one}: its relocations do not fit; "
                    + "link once more, keeping relocations (--emit-relocs)");
            }
        }
    }

    private static ElfSection[] Loaded(RelocatableImage image) =>
        // An image that is split already has no module information, of which nothing is moved.
        [.. image.Elf.Sections.ToArray()
            .Where(section => section.IsAllocated && section.Size > 0 && section.Name != ModuleInformation.SectionName)
            .OrderBy(section => section.Address).ThenBy(section => section.Index.Value)];

    private static string Describe(ElfSection section) => string.Create(
        CultureInfo.InvariantCulture, $"{section.Name} of 0x{section.Size:x} bytes at 0x{section.Address:x}");

    private static void ComparePlaces(RelocatableImage earlier, RelocatableImage final, RelocationTable table)
    {
        LoadedBytes before = new(earlier.Elf);
        LoadedBytes after = new(final.Elf);
        (ulong start, ulong end) = SortedRange(final);
        foreach (RelocationList list in table.Lists)
        {
            int width = list.Kind == PlaceKind.Add64 ? 8 : 4;
            foreach (uint place in list.Places)
            {
                ulong address = final.Is64 ? (ulong)(int)place : place;
                if (before.TryRead(address, width, out ulong old, out ElfSection? section)
                    && after.TryRead(address, width, out ulong now, out _)
                    && (old == now || (address >= start && address < end && TableCheck.IsPlausible(now, after))))
                {
                    continue;
                }

                throw new RefusedException(final.Path, string.Create(
                    CultureInfo.InvariantCulture,
                    $"the place 0x{address:x} ({section?.Name ?? "no section"}) does not hold what it holds in {earlier.Path}: "
                    + $"the two were not linked from the same objects; link once more, keeping relocations (--emit-relocs)"));
            }
        }
    }

    // The addresses of traced functions, which sorttable sorts after the last link: as a set they are the same.
    private static (ulong Start, ulong End) SortedRange(RelocatableImage image)
    {
        ulong start = 0, end = 0;
        foreach (ReportedSymbols symbols in image.SymbolTables())
        {
            for (int i = 1; i < symbols.Table.Count; i++)
            {
                ElfSymbol symbol = symbols.Table[i];
                if (symbol.Binding != ElfSymbolBinding.Local && symbol.NameOffset != 0)
                {
                    ReadOnlySpan<byte> name = symbols.Table.NameOf(symbol);
                    start = name.SequenceEqual("__start_mcount_loc"u8) ? symbol.Value : start;
                    end = name.SequenceEqual("__stop_mcount_loc"u8) ? symbol.Value : end;
                }
            }
        }

        return (start, end);
    }
}
