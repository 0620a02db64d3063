// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// The debug sections of a file, under whichever name they have: <c>.debug_NAME</c>, <c>.zdebug_NAME</c> (GNU's older
/// compression), or <c>.gnu.debuglto_.debug_NAME</c> (early debug information of gcc's slim LTO objects); or those of split units, with
/// <c>.dwo</c> after it (DWARF 5 §7.3.2).
/// </summary>
internal sealed class DebugSections : IDisposable
{
    private static readonly string[] s_prefixes = [".", ".z", ".gnu.debuglto_."];

    private readonly Lazy<LoadedSection> _lines;
    private readonly Lazy<LoadedSection> _ranges;
    private readonly Lazy<LoadedSection> _rangeLists;
    private readonly Lazy<LoadedSection> _addresses;
    private readonly Lazy<LoadedSection> _locations;
    private readonly Lazy<LoadedSection> _locationLists;
    private readonly List<LoadedSection> _loaded = [];

    private DebugSections(ElfFile elf, DecompressionBudget budget, IReadOnlyList<ulong>? sectionAddresses, SplitParts? split)
    {
        string suffix = split is null ? "" : ".dwo";
        bool isCompressed = SectionLoader.HasCompressed(elf);
        LoadedSection Load(string name, DecompressionBudget budget)
        {
            foreach (string prefix in s_prefixes)
            {
                LoadedSection section = SectionLoader.Load(elf, prefix + name + suffix, budget, sectionAddresses);
                if (!section.IsAbsent)
                {
                    lock (_loaded)
                    {
                        _loaded.Add(section);
                    }

                    return split?.PartOf(name) is { } part ? section.Part(part.Offset, part.Length) : section;
                }
            }

            return SectionLoader.Load(elf, "." + name + suffix);
        }

        // Which of them is the first to be needed depends on threads, so each has its part of the budget from the beginning.
        Lazy<LoadedSection> LoadLater(string name)
        {
            ulong claim = 0;
            foreach (string prefix in isCompressed ? s_prefixes : [])
            {
                claim = Math.Max(claim, SectionLoader.ClaimOf(elf, prefix + name + suffix));
            }

            DecompressionBudget reserved = budget.Reserve(claim);
            return new Lazy<LoadedSection>(() => Load(name, reserved));
        }

        // File names are needed only when some type has a declaration file, so line tables wait until then; addresses only when
        // code is looked for.
        _lines = LoadLater("debug_line");
        _ranges = LoadLater("debug_ranges");
        _rangeLists = LoadLater("debug_rnglists");
        _addresses = LoadLater("debug_addr");
        _locations = LoadLater("debug_loc");
        _locationLists = LoadLater("debug_loclists");
        try
        {
            (Info, Types, Abbreviations) = (Load("debug_info", budget), Load("debug_types", budget), Load("debug_abbrev", budget));
            (Strings, LineStrings) = (Load("debug_str", budget), Load("debug_line_str", budget));
            StringOffsets = Load("debug_str_offsets", budget);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public LoadedSection Info { get; }

    public LoadedSection Types { get; }

    public LoadedSection Abbreviations { get; }

    public LoadedSection Strings { get; }

    public LoadedSection LineStrings { get; }

    public LoadedSection StringOffsets { get; }

    public LoadedSection Lines => _lines.Value;

    public LoadedSection Ranges => _ranges.Value;

    public LoadedSection RangeLists => _rangeLists.Value;

    public LoadedSection Addresses => _addresses.Value;

    public LoadedSection Locations => _locations.Value;

    public LoadedSection LocationLists => _locationLists.Value;

    /// <summary>Loads them.</summary>
    /// <param name="elf">The file.</param>
    /// <param name="budget">What compressed ones are taken from.</param>
    /// <param name="sectionAddresses">Of a relocatable file, the address of each section by its number, or null.</param>
    /// <param name="split">Load those with the suffix <c>.dwo</c>, and of each this part; null for those without.</param>
    public static DebugSections Load(
        ElfFile elf, DecompressionBudget budget, IReadOnlyList<ulong>? sectionAddresses, SplitParts? split = null) =>
        new(elf, budget, sectionAddresses, split);

    public void Dispose()
    {
        foreach (LoadedSection section in _loaded)
        {
            section.Dispose();
        }
    }
}

/// <summary>What of the sections with the suffix <c>.dwo</c> belongs to a unit.</summary>
/// <param name="Skeleton">The skeleton unit.</param>
/// <param name="Parts">In a package (DWARF 5 §7.3.5) its part of each section by the section's name without prefix; null for all of each.</param>
internal sealed record SplitParts(DwarfUnit Skeleton, IReadOnlyDictionary<string, (ulong Offset, ulong Length)>? Parts)
{
    /// <summary>The part of a section, or null for all of it: strings are those of all units.</summary>
    public (ulong Offset, ulong Length)? PartOf(string section) =>
        Parts is not null && Parts.TryGetValue(section, out (ulong Offset, ulong Length) part) ? part : null;
}
