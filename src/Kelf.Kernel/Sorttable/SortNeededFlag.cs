// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Sorttable;

/// <summary>
/// <c>main_extable_sort_needed</c>, a <c>u32</c> of the kernel: while it is not 0, the kernel sorts its exception table
/// when it starts. The other tables have no such flag; the kernel trusts that they are sorted.
/// </summary>
internal static class SortNeededFlag
{
    private const int Size = 4;

    /// <summary>The flag as 0.</summary>
    /// <exception cref="Kelf.Kernel.Shared.RefusedException">There is none.</exception>
    /// <exception cref="MalformedFileException">It does not lie in the contents of its section.</exception>
    public static SortedTable Clear(SortableImage image, TableSymbols symbols)
    {
        ElfSymbol symbol = symbols.SortNeeded
            ?? throw image.Refused($"no variable {TableSymbols.SortNeededName}: this is not a kernel image that sorts at build time");
        ElfSection section = symbol.SectionNumber is 0 or >= ElfSymbol.ReservedSections
            ? throw image.Refused($"variable {TableSymbols.SortNeededName} lies in no section")
            : image.Elf.SectionAt(symbol.SectionNumber, $"section of {TableSymbols.SortNeededName}");
        Region contents = image.Contents(section);
        ulong offset = unchecked(symbol.Value - section.Address);
        if (offset > (ulong)contents.Length || Size > (ulong)contents.Length - offset)
        {
            throw contents.Malformed(0, $"{TableSymbols.SortNeededName} at address 0x{symbol.Value:x} lies outside its section "
                + $"(0x{contents.Length:x} bytes at 0x{section.Address:x})");
        }

        return new SortedTable(section.Name, section.Offset + offset, contents.Slice(offset, Size), new byte[Size]);
    }
}
