// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines.Collection;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>Which of several rows at an address counts.</summary>
public enum LineRule
{
    /// <summary>The last, as DWARF has it.</summary>
    Last,

    /// <summary>As in version 7 of the proposal, with its other faults.</summary>
    Original,
}

/// <summary>Makes the table of a kernel or a module from its debugging information.</summary>
/// <param name="rule">Which rows count.</param>
/// <param name="roots">Directories that paths begin at, beside those that the information tells.</param>
/// <param name="workers">Gives the threads.</param>
/// <param name="warn">Told about what is left out.</param>
/// <param name="onlyCalls">With <see cref="LineRule.Last"/>: keep the rows of calls alone, which is all that traces ask for.</param>
public sealed class TableMaker(LineRule rule, IReadOnlyList<string> roots, WorkerSource workers, Action<Diagnostic> warn, bool onlyCalls = false)
{
    /// <summary>With <see cref="LineRule.Original"/>: rows of the last image that are in no section that is covered.</summary>
    public int Uncovered { get; private set; }

    /// <summary>With <see cref="LineRule.Original"/>: rows of the last image that are too far away for 32 bits.</summary>
    public int TooFar { get; private set; }

    /// <summary>The covered sections that a module has, in their order.</summary>
    public static IReadOnlyList<string> PresentIn(ElfFile module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return [.. LineSections.Covered.Where(name => module.TryFindSection(name, out _))];
    }

    /// <summary>Makes the table of a kernel: of its code from <c>_text</c> to <c>_etext</c>, which keeps its place when the table is added.</summary>
    /// <exception cref="RefusedException">It has no <c>_text</c>, no line tables, or more than the format can hold.</exception>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    public LineTable OfKernel(ElfFile kernel, DecompressionBudget budget)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        string file = kernel.Image.Source.File;
        ElfSymbolTable symbols = NeededSymbols.Of(kernel);
        ulong start = AddressOf(symbols, "_text"u8) ?? throw new RefusedException(file, "no symbol _text, which all addresses are relative to");
        ulong end = AddressOf(symbols, "_etext"u8) is { } there and not 0 ? there : ulong.MaxValue;
        TextArea[] areas = [new TextArea("", start, end, 0)];
        if (rule == LineRule.Original)
        {
            ImageLines.RequireLines(kernel);
            using DwarfFile dwarf = DwarfFile.Open(kernel, budget);
            return MakeOriginal(dwarf, areas, file);
        }

        return LastRowTable.Make(ImageLines.Collect(kernel, null, withFunctions: false, roots, budget, workers, warn, onlyCalls), areas, file, warn);
    }

    /// <summary>Makes the table of a module: of the sections that the proposal covers.</summary>
    /// <exception cref="RefusedException">It has no line tables, or more than the format can hold.</exception>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    public LineTable OfModule(ElfFile module, DecompressionBudget budget)
    {
        ArgumentNullException.ThrowIfNull(module);
        string file = module.Image.Source.File;
        ImageLines.RequireLines(module);
        ulong[] addresses = Addresses(module);
        List<TextArea> areas = [];
        foreach (string name in LineSections.Covered)
        {
            if (module.TryFindSection(name, out ElfSection? section))
            {
                ulong start = addresses[section.Index.Value];
                areas.Add(new TextArea(name, start, start + section.Size, section.Size <= uint.MaxValue ? (uint)section.Size
                    : throw new RefusedException(file, $"section {name} has 4 GiB or more, and the format sizes of 32 bits", ErrorKind.Limit)));
            }
        }

        LineTable table;
        if (rule == LineRule.Original)
        {
            ElfFile asRead = UnrelocatedModule.Of(module);
            using DwarfFile dwarf = DwarfFile.Open(asRead, budget, addresses);
            table = MakeOriginal(dwarf, areas, file);
        }
        else
        {
            table = LastRowTable.Make(ImageLines.Collect(module, addresses, withFunctions: false, roots, budget, workers, warn, onlyCalls), areas, file, warn);
        }

        return table with { Areas = [.. table.Areas.Where(area => area.Entries.Count > 0)] };
    }

    private LineTable MakeOriginal(DwarfFile dwarf, IReadOnlyList<TextArea> areas, string file)
    {
        LineTable table = OriginalTable.Make(dwarf, areas, file, workers, out int uncovered, out int tooFar);
        (Uncovered, TooFar) = (uncovered, tooFar);
        return table;
    }

    private static ulong? AddressOf(ElfSymbolTable symbols, ReadOnlySpan<byte> name)
    {
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (symbols.HasNameInside(symbol) && symbols.NameOf(symbol).SequenceEqual(name))
            {
                return symbol.Value;
            }
        }

        return null;
    }

    // Each section with code has addresses of its own, so that an address tells the section: those that are covered first, as in version 7,
    // where the end of a section may count as the start of the next one.
    private static ulong[] Addresses(ElfFile module)
    {
        const ulong Alignment = 16;
        ulong[] addresses = new ulong[module.Sections.Length];
        ulong next = 0;
        void Place(ElfSection section)
        {
            addresses[section.Index.Value] = next;
            // Absurd sizes of a file wrap around.
            next = ElfLayout.AlignUp(next + section.Size, Alignment);
        }

        HashSet<uint> covered = [];
        foreach (string name in LineSections.Covered)
        {
            if (module.TryFindSection(name, out ElfSection? section))
            {
                covered.Add(section.Index.Value);
                Place(section);
            }
        }

        foreach (ElfSection section in module.Sections)
        {
            if (section.IsAllocated && (section.Flags & ElfSectionFlags.Executable) != 0 && !covered.Contains(section.Index.Value))
            {
                Place(section);
            }
        }

        return addresses;
    }
}
