// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// The debug sections of a file, under whichever name they have: <c>.debug_NAME</c>, <c>.zdebug_NAME</c> (GNU's older
/// compression), or <c>.gnu.debuglto_.debug_NAME</c> (early debug information of gcc's slim LTO objects).
/// </summary>
internal sealed class DebugSections : IDisposable
{
    private readonly Lazy<LoadedSection> _lines;
    private readonly Lazy<LoadedSection> _ranges;
    private readonly Lazy<LoadedSection> _rangeLists;
    private readonly Lazy<LoadedSection> _addresses;
    private readonly List<LoadedSection> _loaded = [];

    private DebugSections(ElfFile elf)
    {
        LoadedSection Load(string name)
        {
            foreach (string prefix in (ReadOnlySpan<string>)[".", ".z", ".gnu.debuglto_."])
            {
                LoadedSection section = SectionLoader.Load(elf, prefix + name);
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

        // File names are needed only when some type has a declaration file, so line tables wait until then; addresses only when
        // code is looked for.
        _lines = new Lazy<LoadedSection>(() => Load("debug_line"));
        _ranges = new Lazy<LoadedSection>(() => Load("debug_ranges"));
        _rangeLists = new Lazy<LoadedSection>(() => Load("debug_rnglists"));
        _addresses = new Lazy<LoadedSection>(() => Load("debug_addr"));
        try
        {
            (Info, Types, Abbreviations) = (Load("debug_info"), Load("debug_types"), Load("debug_abbrev"));
            (Strings, LineStrings) = (Load("debug_str"), Load("debug_line_str"));
            StringOffsets = Load("debug_str_offsets");
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

    public static DebugSections Load(ElfFile elf) => new(elf);

    public void Dispose()
    {
        foreach (LoadedSection section in _loaded)
        {
            section.Dispose();
        }
    }
}
