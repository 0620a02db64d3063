// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// The debug sections of a file, under whichever name they have: <c>.debug_NAME</c>, <c>.zdebug_NAME</c> (GNU's older
/// compression), or <c>.gnu.debuglto_.debug_NAME</c> (early debug information of gcc's slim LTO objects).
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

    private DebugSections(ElfFile elf, DecompressionBudget budget, IReadOnlyList<ulong>? sectionAddresses)
    {
        bool isCompressed = SectionLoader.HasCompressed(elf);
        LoadedSection Load(string name, DecompressionBudget budget)
        {
            foreach (string prefix in s_prefixes)
            {
                LoadedSection section = SectionLoader.Load(elf, prefix + name, budget, sectionAddresses);
                if (!section.IsAbsent)
                {
                    lock (_loaded)
                    {
                        _loaded.Add(section);
                    }

                    return section;
                }
            }

            return SectionLoader.Load(elf, "." + name);
        }

        // Which of them is the first to be needed depends on threads, so each has its part of the budget from the beginning.
        Lazy<LoadedSection> LoadLater(string name)
        {
            ulong claim = 0;
            foreach (string prefix in isCompressed ? s_prefixes : [])
            {
                claim = Math.Max(claim, SectionLoader.ClaimOf(elf, prefix + name));
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

    public static DebugSections Load(ElfFile elf, DecompressionBudget budget, IReadOnlyList<ulong>? sectionAddresses) =>
        new(elf, budget, sectionAddresses);

    public void Dispose()
    {
        foreach (LoadedSection section in _loaded)
        {
            section.Dispose();
        }
    }
}
