// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;

namespace Kelf.Kernel.SymbolPaths.Tracing;

/// <summary>
/// A table of pointers to code: the calls of the tracer (<c>__mcount_loc</c>), the functions that may not be probed
/// (<c>_kprobe_blacklist</c>). A kernel has it between two symbols, a module in sections with relocations.
/// </summary>
internal sealed class PointerTable
{
    private readonly CodePlace[] _places;

    private PointerTable(List<CodePlace> places)
    {
        places.Sort(CodePlace.Order);
        _places = [.. places];
    }

    /// <summary>The places in order.</summary>
    public ReadOnlySpan<CodePlace> Places => _places;

    /// <summary>Finds the table.</summary>
    /// <param name="image">A linked kernel or a module.</param>
    /// <param name="range">Where a kernel has it, or null.</param>
    /// <param name="sections">Names of the sections in a module.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="MalformedFileException">It is outside of its section, or its relocations are malformed.</exception>
    public static PointerTable? Find(ElfFile image, (ulong Start, ulong End)? range, params string[] sections)
    {
        List<CodePlace>? places = image.Type == ElfType.Relocatable ? InSections(image, sections)
            : range is { } linked ? InRange(image, linked.Start, linked.End)
            : null;
        return places is null ? null : new PointerTable(places);
    }

    /// <summary>Whether one of the pointers is to a place.</summary>
    public bool Has(CodePlace place) => Array.BinarySearch(_places, place, CodePlace.Order) >= 0;

    /// <summary>The first pointer into a range, or null.</summary>
    public CodePlace? FirstIn(uint section, ulong start, ulong end)
    {
        int at = Array.BinarySearch(_places, new CodePlace(section, start), CodePlace.Order);
        at = at < 0 ? ~at : at;
        return at < _places.Length && _places[at].Section == section && _places[at].Offset < end ? _places[at] : null;
    }

    private static List<CodePlace> InRange(ElfFile image, ulong start, ulong end)
    {
        List<CodePlace> places = [];
        ulong word = (ulong)image.Layout.WordSize;
        foreach (ElfSection section in image.Sections)
        {
            if (!section.IsAllocated || section.Type == ElfSectionType.NoBits || start - section.Address >= section.Size)
            {
                continue;
            }

            // An arm64 or s390 kernel that can run anywhere has the values in its dynamic relocations.
            IReadOnlyDictionary<ulong, ulong> relocated = LoadTimeWords.Find(image, start, end - start);
            Region table = image.Contents(section).Slice(start - section.Address, end - start);
            for (ulong at = 0; at + word <= (ulong)table.Length; at += word)
            {
                ulong value = relocated.TryGetValue(start + at, out ulong known)
                    ? known
                    : table.Read(image.ByteOrder, at).Offset(image.Layout.Is64);
                // Those of functions that the link dropped are zeros.
                if (value != 0)
                {
                    places.Add(new CodePlace(0, value));
                }
            }

            break;
        }

        return places;
    }

    private static List<CodePlace>? InSections(ElfFile module, string[] names)
    {
        List<CodePlace>? places = null;
        ElfSymbolTable symbols = NeededSymbols.Of(module);
        foreach (ElfSection records in module.Sections)
        {
            if (records.Type is not (ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends)
                || records.Info == 0 || records.Info >= (uint)module.Sections.Length
                || !names.Contains(module.Sections[(int)records.Info].Name))
            {
                continue;
            }

            places ??= [];
            Region table = module.Contents(module.Sections[(int)records.Info]);
            ElfRelocationTable relocations = module.Relocations(records);
            for (long i = 0; i < relocations.Count; i++)
            {
                ElfRelocation relocation = relocations[i];
                if (relocation.SymbolIndex >= (uint)symbols.Count)
                {
                    throw relocations.Malformed(i, $"there is no symbol {relocation.SymbolIndex}");
                }

                ElfSymbol symbol = symbols[(int)relocation.SymbolIndex];
                ulong addend = relocations.HasAddends
                    ? (ulong)relocation.Addend
                    : table.Read(module.ByteOrder, relocation.Offset).Offset(module.Layout.Is64);
                places.Add(new CodePlace(symbol.SectionNumber, symbol.Value + addend));
            }
        }

        return places;
    }
}
