// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.Objects;

/// <summary>
/// The symbols that stand for a place in a section. Those of a section are sorted when the first place in it is asked for: most objects
/// need none.
/// </summary>
/// <param name="scanned">The object.</param>
public sealed class NearestSymbols(ScannedObject scanned)
{
    private readonly Dictionary<uint, (ulong Address, int Index)[]> _sections = [];

    /// <summary>The last valid symbol at or below an offset, at any distance; of several at one address the first in the table.</summary>
    /// <param name="section">Index of the section.</param>
    /// <param name="offset">Offset in it.</param>
    /// <returns>Index of the symbol, or -1.</returns>
    public int AtOrBelow(uint section, ulong offset)
    {
        (ulong Address, int Index)[] sorted = Of(section);
        int low = 0;
        for (int high = sorted.Length; low < high;)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle].Address <= offset ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? -1 : sorted[low - 1].Index;
    }

    private (ulong Address, int Index)[] Of(uint section)
    {
        if (!_sections.TryGetValue(section, out (ulong Address, int Index)[]? sorted))
        {
            List<(ulong Address, int Index)> found = [];
            foreach (ElfSymbol symbol in scanned.Symbols)
            {
                if (symbol.SectionNumber == section && IsValid(scanned.Names[symbol.Index]))
                {
                    bool isThumb = scanned.File.Machine == ElfMachine.Arm && symbol.Type == ElfSymbolType.Function;
                    found.Add((isThumb ? symbol.Value & ~1ul : symbol.Value, symbol.Index));
                }
            }

            found.Sort();
            // One for each address.
            sorted = [.. found.Where((item, i) => i == 0 || found[i - 1].Address != item.Address)];
            _sections.Add(section, sorted);
        }

        return sorted;
    }

    // Not the labels that assemblers and compilers make for themselves, nor ARM's mapping symbols.
    private static bool IsValid(ReadOnlySpan<byte> name) =>
        !name.IsEmpty && name[0] != '$' && !name.StartsWith(".L"u8) && !name.StartsWith("L0"u8);
}
