// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Sources;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Places;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Lines;

/// <summary>Knows places from the debugging information of a kernel or a module, with paths below the source tree.</summary>
/// <remarks>
/// What is known of an address is kept, as traces name the same addresses again and again. Many addresses at once are cheaper than one
/// by one: of a unit that has several, the line table is run once.
/// </remarks>
public sealed class DwarfLines : ILineSource, ILineAddresses
{
    // Below, starting threads costs more than they save.
    private const int ManyAddresses = 100;

    // A log without an end names ever new addresses.
    private const int MostKnownPlaces = 1 << 20;

    private readonly DwarfFile? _dwarf;
    private readonly SupplementaryObject? _supplementary;
    private readonly SplitFiles _split;
    private readonly SourceSearch? _search;
    private readonly Lazy<SourceTree> _tree;
    private readonly WorkerSource _workers;
    private readonly Action<Diagnostic> _warn;
    private readonly string _image;
    private readonly bool _keepsPaths;
    private readonly Dictionary<ulong, IReadOnlyList<PlaceChain>> _known = new(KeyedHash.Numbers);
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<int, CodeUnit?> _units = [];
    private int _knownPlaces;
    private int _failuresTold;
    private bool _isSplitTold;

    private DwarfLines(
        ElfFile image, DwarfFile? dwarf, SupplementaryObject? supplementary, IReadOnlyList<string> roots, WorkerSource workers,
        Action<Diagnostic> warn, bool keepsPaths)
    {
        _keepsPaths = keepsPaths;
        (_dwarf, _supplementary, _workers, _warn, _image) = (dwarf, supplementary, workers, warn, image.Image.Source.File);
        HasLines = dwarf is not null && AreIn(image);
        _split = new SplitFiles(_image);
        if (dwarf is not null)
        {
            dwarf.SplitUnits = _split.Find;
        }

        _search = dwarf is null ? null : new SourceSearch(dwarf);
        _tree = new Lazy<SourceTree>(() => dwarf is null ? new SourceTree(roots) : DwarfTree.Of(dwarf, roots));
        TellFailures();
    }

    /// <inheritdoc/>
    public bool HasLines { get; }

    /// <summary>
    /// The directories that paths begin at, the longest first: those that were given, and those that the information tells. For a kernel's
    /// modules, which tell less.
    /// </summary>
    public IReadOnlyList<string> Roots => _tree.Value.Roots;

    /// <summary>The information itself; null when there is none, or when it is malformed as a whole.</summary>
    internal DwarfFile? Dwarf => _dwarf;

    /// <summary>Whether a part of the information is malformed and left out; each was told as a warning.</summary>
    public bool HasFailures => _failuresTold > 0;

    /// <summary>Whether a file has line tables, that is, whether it was compiled with debugging information that is still there.</summary>
    public static bool AreIn(ElfFile image)
    {
        ArgumentNullException.ThrowIfNull(image);
        foreach (ElfSection section in image.Sections)
        {
            if (section.Name is ".debug_line" or ".zdebug_line" && section.Type != ElfSectionType.NoBits && section.Size > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Opens the debugging information of a file.</summary>
    /// <param name="image">A linked kernel, a module or an object; it must outlive the result.</param>
    /// <param name="sectionAddresses">
    /// Of a module, the address of each section by its number, as <c>ModuleLayout</c> gives them; null for others.
    /// </param>
    /// <param name="roots">Directories that paths begin at: those the user named, of a module those of its kernel.</param>
    /// <param name="budget">What compressed sections are taken from; null for the usual one.</param>
    /// <param name="workers">Gives threads when many addresses are asked for at once.</param>
    /// <param name="warn">Told about what is malformed and left out, now and later.</param>
    /// <param name="supplementary">Where to find what dwz moved to another file; null for the usual places.</param>
    /// <param name="keepsPaths">Leave paths as the compiler wrote them, after the directory that it ran in.</param>
    /// <returns>The information; it knows nothing when the file has none, or when it is malformed as a whole.</returns>
    public static DwarfLines Open(
        ElfFile image, IReadOnlyList<ulong>? sectionAddresses, IReadOnlyList<string> roots, DecompressionBudget? budget,
        WorkerSource workers, Action<Diagnostic> warn, SupplementarySearch? supplementary = null, bool keepsPaths = false)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(warn);
        SupplementaryObject? other = OpenSupplementary(image, supplementary ?? SupplementarySearch.Usual, warn);
        DwarfFile? dwarf = null;
        try
        {
            dwarf = other is null
                ? DwarfFile.Open(image, budget, sectionAddresses)
                : DwarfFile.OpenWith(image, budget, other.Elf, other.Budget, sectionAddresses);
        }
        catch (MalformedFileException malformed)
        {
            warn(malformed.ToWarning(WarningKind.LeftOut, "no debugging information is used"));
        }

        return new DwarfLines(image, dwarf, other, roots, workers, warn, keepsPaths);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PlaceChain>[] Find(IReadOnlyList<ulong> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        if (_knownPlaces > MostKnownPlaces)
        {
            _known.Clear();
            _knownPlaces = 0;
        }

        ulong[] open = [.. addresses.Where(address => !_known.ContainsKey(address)).Distinct()];
        IReadOnlyList<SourceChain>[] found = _search is null || open.Length == 0
            ? []
            : _search.Find(open, open.Length < ManyAddresses ? null : InParallel);
        for (int i = 0; i < open.Length; i++)
        {
            PlaceChain[] chains = found.Length == 0 ? [] : [.. found[i].Select(Convert)];
            _known.Add(open[i], chains);
            _knownPlaces += 1 + chains.Sum(chain => chain.Places.Count);
        }

        TellFailures();
        return [.. addresses.Select(address => _known[address])];
    }

    /// <inheritdoc/>
    public CodeUnit? UnitAt(ulong address) => _search?.UnitsAt(address).Take(2).ToArray() is [{ Type: DwUnitType.Compile } unit] ? UnitOf(unit) : null;

    /// <summary>The path of a source file of a unit, as <see cref="Find"/> gives paths; null when the number is of none.</summary>
    /// <exception cref="MalformedFileException">The list of files is malformed.</exception>
    internal string? PathOf(DwarfUnit unit, ulong file) => unit.Files.TryPath(file, out string? path) ? Normalise(path) : null;

    /// <inheritdoc/>
    public IReadOnlyList<ulong> AddressesOf(string path, uint line) =>
        _dwarf is null ? [] : LineAddresses.Find(_dwarf, path, line, _workers);

    /// <inheritdoc/>
    public void Dispose()
    {
        _split.Dispose();
        _dwarf?.Dispose();
        _supplementary?.Dispose();
    }

    private static SupplementaryObject? OpenSupplementary(ElfFile image, SupplementarySearch search, Action<Diagnostic> warn)
    {
        try
        {
            return search.Open(image);
        }
        catch (KelfException exception)
        {
            warn(exception.ToWarning(WarningKind.LeftOut, "functions that it names have no name"));
            return null;
        }
    }

    private PlaceChain Convert(SourceChain chain) => new([.. chain.Frames.Select(frame => new SourcePlace(
        frame.Function, frame.LinkageName, frame.Path is null ? null : Normalise(frame.Path), frame.Line, frame.Column,
        frame.Discriminator, frame.IsInlined))]);

    private CodeUnit? UnitOf(DwarfUnit unit)
    {
        if (!_units.TryGetValue(unit.Index, out CodeUnit? known))
        {
            try
            {
                string name = UnitSource.In(unit.Name);
                known = name.Length == 0
                    ? null
                    : new CodeUnit(_tree.Value.Normalise(name, Utf8Name.ToText(unit.CompilationDirectory)), unit.Root.IsAssembler);
            }
            catch (MalformedFileException)
            {
                // Told when it is asked for lines.
                known = null;
            }

            _units.Add(unit.Index, known);
        }

        return known;
    }

    private string Normalise(string path)
    {
        if (_keepsPaths)
        {
            return path;
        }

        if (!_paths.TryGetValue(path, out string? normalised))
        {
            normalised = _tree.Value.Normalise(path);
            _paths.Add(path, normalised);
        }

        return normalised;
    }

    private void InParallel(int count, Action<int> action) =>
        Parallelism.For(count, _workers, () => action, (each, i) => each(i));

    private void TellFailures()
    {
        for (; _failuresTold < (_search?.Failures.Count ?? 0); _failuresTold++)
        {
            _warn(_search!.Failures[_failuresTold].ToWarning(WarningKind.LeftOut, "what it says of lines and functions is left out"));
        }

        if (_search is { HasSplitUnits: true } && !_isSplitTold)
        {
            _isSplitTold = true;
            _warn(Diagnostic.Warning(
                WarningKind.LeftOut, "functions are described in .dwo files (CONFIG_DEBUG_INFO_SPLIT), of which some are not where the compiler "
                    + "wrote them, nor beside the image: lines are known, and inlined functions are not").In(_image));
        }
    }
}
