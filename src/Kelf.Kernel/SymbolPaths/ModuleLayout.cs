// SPDX-License-Identifier: GPL-2.0-only
using System.Numerics;

using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// Where a kernel's module loader lays sections (<c>layout_sections()</c> in <c>kernel/module/main.c</c>): all code one after the
/// other in the order of the section headers, and that of the initialisation in a place of its own. The sizes of functions in
/// traces follow from it. Data is not in traces; each of its sections gets a place of its own here.
/// </summary>
internal sealed class ModuleLayout
{
    private const ulong Page = 4096;
    private readonly ElfFile _module;
    private readonly ulong[] _places;

    public ModuleLayout(ElfFile module)
    {
        _module = module;
        _places = new ulong[module.Sections.Length];
        ulong next = Lay(0, section => IsCode(section) && !IsInitial(section), isTogether: true);
        CodeEnd = next;
        next = Lay(next, section => IsCode(section) && IsInitial(section), isTogether: true);
        _ = Lay(next, section => section.IsAllocated && !IsCode(section), isTogether: false);
    }

    /// <summary>The end of the code that stays.</summary>
    public ulong CodeEnd { get; }

    /// <summary>The place of each section by its number; 0 for those that are not loaded.</summary>
    public IReadOnlyList<ulong> Places => _places;

    /// <summary>True for sections that the loader frees.</summary>
    public static bool IsInitial(ElfSection section) => section.Name.StartsWith(".init", StringComparison.Ordinal);

    /// <summary>The place of a symbol that is defined in a section.</summary>
    public ulong Place(in ElfSymbol symbol) => _places[symbol.SectionNumber] + symbol.Value;

    private static bool IsCode(ElfSection section) =>
        section.IsAllocated && (section.Flags & ElfSectionFlags.Executable) != 0;

    private ulong Lay(ulong start, Func<ElfSection, bool> isIn, bool isTogether)
    {
        ulong next = start;
        foreach (ElfSection section in _module.Sections)
        {
            if (isIn(section))
            {
                ulong alignment = BitOperations.IsPow2(section.Alignment) && section.Alignment <= Page ? section.Alignment : 1;
                next = ElfLayout.AlignUp(next, isTogether ? alignment : Page);
                _places[section.Index.Value] = next;
                // Absurd sizes of a file wrap around; symbols are looked up all the same.
                next += section.Size;
            }
        }

        return ElfLayout.AlignUp(next, Page);
    }
}
