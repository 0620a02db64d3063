// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Diagnostics.CodeAnalysis;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// The debugging information of an ELF file: its units in file order (all of <c>.debug_info</c>, then
/// <c>.debug_types</c>) and the sections that they refer to, also those of the supplementary file that dwz moved a part
/// to, if that is given. Entries are read in place, never built as objects.
/// </summary>
/// <example><code>
/// using DwarfFile dwarf = DwarfFile.Open(elf);
/// foreach (DwarfUnit unit in dwarf.Units)
/// {
///     DieReader entries = unit.Entries();
///     while (entries.Next()) { Console.WriteLine(entries.Tag); }
/// }
/// </code></example>
public sealed class DwarfFile : IDisposable
{
    private readonly DebugSections _sections;
    private readonly Dictionary<ulong, DwarfUnit> _typeUnits = new(KeyedHash.Numbers);
    // What is wrong with a table is kept, too: thousands of units may share one.
    private readonly Dictionary<(ulong Offset, UnitFormat Format), Lazy<AbbreviationTable>> _abbreviations = [];
    private readonly Dictionary<(ulong Offset, UnitFormat Format), (ulong Code, Lazy<AbbreviationTable> Table)> _rootAbbreviations = [];
    private readonly Dictionary<ulong, Lazy<SourceFiles>> _files = new(KeyedHash.Numbers);
    private readonly OverlapLimit _abbreviationLimit;
    private readonly Lazy<OverlapLimit> _lineLimit;
    private readonly Lazy<OverlapBudget> _rangeBudget;
    private readonly Lazy<OverlapBudget> _rangeListBudget;
    private readonly Lazy<OverlapBudget> _locationBudget;
    private readonly Lazy<OverlapBudget> _locationListBudget;
    private readonly Lazy<SupplementaryFile?> _supplementary;
    private readonly DwarfUnit[] _units;
    private readonly ulong[] _starts;

    // What tells its entries, units and strings from those of the file that it is a supplement of; 0 for all other files.
    private readonly DieOffset _start;
    private readonly int _firstIndex;

    private DwarfFile(ElfFile elf, DebugSections sections, DwarfFile? supplemented, DwarfUnit? skeleton)
    {
        (ByteOrder, Machine, Skeleton, _sections) = (elf.ByteOrder, elf.Machine, skeleton, sections);
        // A file of split units has no code, but speaks of that of another file.
        IsRelocatable = skeleton?.File.IsRelocatable ?? elf.Type == ElfType.Relocatable;
        if (supplemented is not null)
        {
            (_start, _firstIndex, StringsStart) = (supplemented.End, supplemented._units.Length, (ulong)supplemented.Strings.Length);
        }

        _supplementary = new Lazy<SupplementaryFile?>(() => SupplementaryFile.Read(elf));
        _lineLimit = new Lazy<OverlapLimit>(() => new OverlapLimit(Lines.Contents, LineTables(), "line tables"));
        _rangeBudget = new Lazy<OverlapBudget>(() => new OverlapBudget(Ranges.Contents, "lists of address ranges"));
        _rangeListBudget = new Lazy<OverlapBudget>(() => new OverlapBudget(RangeLists.Contents, "lists of address ranges"));
        _locationBudget = new Lazy<OverlapBudget>(() => new OverlapBudget(Locations.Contents, "lists of locations"));
        _locationListBudget = new Lazy<OverlapBudget>(() => new OverlapBudget(LocationLists.Contents, "lists of locations"));
        List<DwarfUnit> units = [];
        AddUnits(units, sections.Info.Contents, _start.Value, inTypesSection: false);
        AddUnits(units, sections.Types.Contents, _start.Value + (ulong)sections.Info.Contents.Length, inTypesSection: true);
        _units = [.. units];
        _abbreviationLimit = new OverlapLimit(
            sections.Abbreviations.Contents, units.Select(unit => unit.AbbreviationsOffset), "abbreviation tables");
        _starts = Array.ConvertAll(_units, unit => unit.Start.Value);
    }

    /// <summary>All units in file order.</summary>
    public ReadOnlySpan<DwarfUnit> Units => _units;

    /// <summary>Byte order of the file.</summary>
    public ByteOrder ByteOrder { get; }

    /// <summary>
    /// True when no linker has placed its code yet: then 0 is an address like any other. In a linked file it marks code that was
    /// dropped, as the two highest addresses do.
    /// </summary>
    public bool IsRelocatable { get; }

    /// <summary>True when a relocation of a type that is not known applies to the entries.</summary>
    public bool HasUnknownRelocations => _sections.Info.HasUnknownRelocations || _sections.Types.HasUnknownRelocations;

    /// <summary>The file that parts of the information were moved to, or null.</summary>
    /// <exception cref="MalformedFileException">The section that names it is malformed.</exception>
    public SupplementaryFile? Supplementary => _supplementary.Value;

    /// <summary>
    /// The information of that file, if it was given to <see cref="OpenWith"/>.
    /// Its entries have offsets after those of this file, and its units numbers after those of this file's.
    /// </summary>
    public DwarfFile? SupplementaryDwarf { get; private set; }

    /// <summary>
    /// Gives the unit that has the entries of a skeleton unit (<see cref="Split.SplitFile"/> opens it), or null. Threads that ask for a unit
    /// at once wait for each other, and it is asked once for each. Without it entries of skeletons are not known.
    /// </summary>
    public Func<DwarfUnit, DwarfUnit?>? SplitUnits { get; set; }

    /// <summary>Of a file of split units, the skeleton that they belong to.</summary>
    internal DwarfUnit? Skeleton { get; }

    internal ElfMachine Machine { get; }

    internal Region Strings => _sections.Strings.Contents;

    /// <summary>What is added to offsets in <see cref="Strings"/> to tell them from those of the file that this is a supplement of.</summary>
    internal ulong StringsStart { get; }

    internal Region LineStrings => _sections.LineStrings.Contents;

    internal Region StringOffsets => _sections.StringOffsets.Contents;

    internal LoadedSection Lines => _sections.Lines;

    internal LoadedSection Ranges => _sections.Ranges;

    internal LoadedSection RangeLists => _sections.RangeLists;

    internal LoadedSection Locations => _sections.Locations;

    internal LoadedSection LocationLists => _sections.LocationLists;

    internal LoadedSection Addresses => _sections.Addresses;

    /// <summary>Loads the debug sections and reads the unit headers.</summary>
    /// <param name="elf">The file; it must outlive the result.</param>
    /// <param name="budget">What compressed sections are taken from; null for the usual one of a file of this size.</param>
    /// <param name="sectionAddresses">
    /// Of a relocatable file, the address of each section by its number: what addresses in the information count from. Null for 0
    /// everywhere.
    /// </param>
    /// <returns>The information; without any unit when the file has none.</returns>
    /// <exception cref="ArgumentException">There is not one address for each section.</exception>
    /// <exception cref="MalformedFileException">A section or a unit header is malformed.</exception>
    public static DwarfFile Open(ElfFile elf, DecompressionBudget? budget = null, IReadOnlyList<ulong>? sectionAddresses = null)
    {
        ArgumentNullException.ThrowIfNull(elf);
        return Open(elf, budget, sectionAddresses, supplemented: null, split: null);
    }

    /// <summary>The same with the supplementary file: references and strings that lead there are followed.</summary>
    /// <param name="elf">The file; it must outlive the result.</param>
    /// <param name="budget">What compressed sections are taken from; null for the usual one of a file of this size.</param>
    /// <param name="supplementary">The other file; it must outlive the result. That it is the right one is not checked.</param>
    /// <param name="supplementaryBudget">The budget of the other file; null for the usual one.</param>
    /// <param name="sectionAddresses">As above, of the first file: the other one has no code.</param>
    /// <returns>The information of the first file, which has that of the other.</returns>
    /// <exception cref="ArgumentException">There is not one address for each section.</exception>
    /// <exception cref="MalformedFileException">A section or a unit header of one of them is malformed.</exception>
    public static DwarfFile OpenWith(
        ElfFile elf, DecompressionBudget? budget, ElfFile supplementary, DecompressionBudget? supplementaryBudget,
        IReadOnlyList<ulong>? sectionAddresses = null)
    {
        ArgumentNullException.ThrowIfNull(supplementary);
        DwarfFile file = Open(elf, budget, sectionAddresses);
        try
        {
            file.SupplementaryDwarf = Open(supplementary, supplementaryBudget, sectionAddresses: null, file, split: null);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Loads the sections of split units, and reads the unit headers.</summary>
    /// <param name="elf">The file that has them.</param>
    /// <param name="budget">What compressed sections are taken from; null for the usual one.</param>
    /// <param name="split">Which parts of the sections, and for which skeleton.</param>
    internal static DwarfFile OpenSplit(ElfFile elf, DecompressionBudget? budget, SplitParts split) =>
        Open(elf, budget, sectionAddresses: null, supplemented: null, split);

    /// <summary>The unit that an entry lies in, of this file or of its supplementary file.</summary>
    public bool TryFindUnit(DieOffset offset, [NotNullWhen(true)] out DwarfUnit? unit) => TryFindOwnUnit(offset, out unit)
        || (SupplementaryDwarf is { } other && other.TryFindOwnUnit(offset, out unit));

    /// <summary>The unit of this file that an entry lies in.</summary>
    internal bool TryFindOwnUnit(DieOffset offset, [NotNullWhen(true)] out DwarfUnit? unit)
    {
        int index = Array.BinarySearch(_starts, offset.Value);
        index = index >= 0 ? index : ~index - 1;
        unit = index >= 0 && _units[index].Contains(offset) ? _units[index] : null;
        return unit is not null;
    }

    /// <summary>An error about an entry, or about a place where none is.</summary>
    /// <param name="entry">The place.</param>
    /// <param name="what">What is wrong.</param>
    public MalformedFileException Malformed(DieOffset entry, string what) => TryFindUnit(entry, out DwarfUnit? unit)
        ? unit.Contents.Malformed((ulong)unit.PositionOf(entry), what)
        : _sections.Info.Contents.Malformed(entry.Value, what);

    /// <summary>The type unit of a signature (<c>DW_FORM_ref_sig8</c>, DWARF 5 §7.32).</summary>
    public bool TryFindTypeUnit(ulong signature, [NotNullWhen(true)] out DwarfUnit? unit) =>
        _typeUnits.TryGetValue(signature, out unit);

    /// <summary>Whether the field at this place of a unit has a relocation of a type that is not known.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="position">Offset in the unit.</param>
    /// <param name="type">The type's number.</param>
    public bool HasUnknownRelocation(DwarfUnit unit, long position, out uint type)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ulong offset = unit.Start.Value - _start.Value + (ulong)position;
        ulong infoLength = (ulong)_sections.Info.Contents.Length;
        return offset < infoLength
            ? _sections.Info.HasUnknownRelocation(offset, out type)
            : _sections.Types.HasUnknownRelocation(offset - infoLength, out type);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        SupplementaryDwarf?.Dispose();
        _sections.Dispose();
    }

    /// <summary>The entry at an offset in <c>.debug_info</c>, as references between units give it.</summary>
    internal DieOffset EntryAt(ulong offset) => new(_start.Value + offset);

    internal AbbreviationTable AbbreviationsOf(DwarfUnit unit)
    {
        Region section = AbbreviationsFrom(unit);

        // Linkers that merge debug information (LTO, dwz) give many units one table: parse it once.
        Lazy<AbbreviationTable>? table;
        lock (_abbreviations)
        {
            if (!_abbreviations.TryGetValue((unit.AbbreviationsOffset, unit.Format), out table))
            {
                table = new Lazy<AbbreviationTable>(
                    () => AbbreviationTable.Parse(section, unit.AbbreviationsOffset, ByteOrder, unit.Format, _abbreviationLimit));
                _abbreviations.Add((unit.AbbreviationsOffset, unit.Format), table);
            }
        }

        return table.Value;
    }

    /// <summary>The abbreviation of a unit's first entry. Of a table that units share, the whole is read once they differ in it.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="entry">Stands before the entry.</param>
    internal AbbreviationTable RootAbbreviationOf(DwarfUnit unit, Cursor entry)
    {
        Region section = AbbreviationsFrom(unit);
        ulong code = entry.AtEnd ? 0 : entry.Uleb128();
        (ulong Code, Lazy<AbbreviationTable> Table) root;
        lock (_rootAbbreviations)
        {
            if (!_rootAbbreviations.TryGetValue((unit.AbbreviationsOffset, unit.Format), out root))
            {
                root = (code, new Lazy<AbbreviationTable>(
                    () => AbbreviationTable.ParseOnly(code, section, unit.AbbreviationsOffset, ByteOrder, unit.Format, _abbreviationLimit)));
                _rootAbbreviations.Add((unit.AbbreviationsOffset, unit.Format), root);
            }
        }

        return root.Code == code ? root.Table.Value : unit.Abbreviations;
    }

    internal SourceFiles FilesOf(DwarfUnit unit)
    {
        // Type units share the line table of the unit that they were split from.
        if (unit.Root.LineTable is not ulong offset)
        {
            throw unit.Contents.Malformed(0, "a type names its declaration file, but the unit has no line table (DW_AT_stmt_list)");
        }

        Lazy<SourceFiles>? files;
        lock (_files)
        {
            if (!_files.TryGetValue(offset, out files))
            {
                files = new Lazy<SourceFiles>(() => SourceFiles.Read(unit, offset, _lineLimit.Value));
                _files.Add(offset, files);
            }
        }

        return files.Value;
    }

    internal LineTableHeader LineHeaderAt(DwarfUnit unit, ulong offset) =>
        LineTableHeader.Read(unit, offset, _lineLimit.Value, out _);

    /// <summary>What all lists of ranges in a section may take that one thread reads: each section has a budget of its own.</summary>
    internal OverlapBudget RangeBudget(UnitFormat format) => (format.Version < 5 ? _rangeBudget : _rangeListBudget).Value;

    /// <summary>The same for lists of locations.</summary>
    internal OverlapBudget LocationBudget(UnitFormat format) => (format.Version < 5 ? _locationBudget : _locationListBudget).Value;

    /// <summary>Where the units say that their line tables are.</summary>
    private IEnumerable<ulong> LineTables()
    {
        foreach (DwarfUnit unit in _units)
        {
            ulong? table = null;
            try
            {
                table = unit.Root.LineTable;
            }
            catch (MalformedFileException)
            {
                // Said when the unit itself is read.
            }

            if (table is { } offset)
            {
                yield return offset;
            }
        }
    }

    private Region AbbreviationsFrom(DwarfUnit unit)
    {
        Region section = _sections.Abbreviations.Contents;
        return unit.AbbreviationsOffset < (ulong)section.Length
            ? section
            : throw unit.Contents.Malformed(0, $"abbreviation table at 0x{unit.AbbreviationsOffset:x} is outside .debug_abbrev "
                + $"({section.Length} bytes)");
    }

    private DieOffset End => EntryAt((ulong)_sections.Info.Contents.Length + (ulong)_sections.Types.Contents.Length);

    private static DwarfFile Open(
        ElfFile elf, DecompressionBudget? budget, IReadOnlyList<ulong>? sectionAddresses, DwarfFile? supplemented, SplitParts? split)
    {
        DebugSections sections = DebugSections.Load(
            elf, budget ?? DecompressionLimit.Standard.For(elf.Image.Length), sectionAddresses, split);
        try
        {
            return new DwarfFile(elf, sections, supplemented, split?.Skeleton);
        }
        catch
        {
            sections.Dispose();
            throw;
        }
    }

    private void AddUnits(List<DwarfUnit> units, Region section, ulong start, bool inTypesSection)
    {
        Cursor cursor = section.Read(ByteOrder);
        PassedBytes passed = new(section);
        while (!cursor.AtEnd)
        {
            long at = cursor.Position;
            passed.Reach((ulong)at);
            UnitHeader header = UnitHeader.Read(section, ref cursor, inTypesSection);
            Region contents = section.Slice((ulong)at, header.Length);
            DwarfUnit unit = new(this, _firstIndex + units.Count, new DieOffset(start + (ulong)at), contents, header);
            units.Add(unit);
            if (unit.Type is DwUnitType.Type or DwUnitType.SplitType)
            {
                _typeUnits.TryAdd(unit.TypeSignature, unit);
            }

            cursor.Position = at + (long)header.Length;
        }
    }
}
