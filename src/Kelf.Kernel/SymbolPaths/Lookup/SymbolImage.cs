// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Lines;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Sources;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Modes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Lookup;

/// <summary>A kernel or a module in which symbols are looked up.</summary>
public sealed class SymbolImage
{
    // To put all variants in order takes as long as to look through all names for so many functions.
    private const int MostScanned = 8;

    private readonly Lazy<RuntimeSymbols> _listing;
    private readonly Lazy<PathAttribution> _attribution;
    private readonly Lazy<UnitPaths?> _unitPaths;
    private readonly Lazy<SymbolSizes> _sizes;
    private readonly Lazy<ILookup<string, int>> _displayed;
    private readonly Lazy<AliasNames> _aliases;
    private readonly Lazy<ILookup<string, int>> _variants;
    private readonly Lazy<(int Entry, string Name)[]> _rustNames;
    private int _scanned;

    /// <summary>Prepares an image whose symbols and paths are known.</summary>
    /// <param name="attribution">Its symbols and their paths.</param>
    /// <param name="module">The module's name, or null for the kernel itself.</param>
    /// <param name="elf">Its file, or null when there is only a list of its symbols.</param>
    public SymbolImage(PathAttribution attribution, string? module, ElfFile? elf)
        : this(() => attribution.Listing, () => attribution, module, elf) => ArgumentNullException.ThrowIfNull(attribution);

    /// <summary>Prepares an image of which no more is read than what is asked for.</summary>
    /// <param name="listing">Gives its symbols.</param>
    /// <param name="attribution">Gives the paths of all of them, which takes much longer.</param>
    /// <param name="module">The module's name, or null for the kernel itself.</param>
    /// <param name="elf">Its file, or null when there is only a list of its symbols.</param>
    public SymbolImage(Func<RuntimeSymbols> listing, Func<PathAttribution> attribution, string? module, ElfFile? elf)
    {
        (Module, Elf) = (module, elf);
        _listing = new Lazy<RuntimeSymbols>(listing);
        _attribution = new Lazy<PathAttribution>(attribution);
        _unitPaths = new Lazy<UnitPaths?>(() => AsksUnits && elf is not null && Lines is { } lines ? new UnitPaths(elf, lines) : null);
        _sizes = new Lazy<SymbolSizes>(() => new SymbolSizes(Listing));
        _displayed = new Lazy<ILookup<string, int>>(() => Enumerable.Range(0, Listing.Count)
            .Where(entry => PromotedName.HasSuffix(Listing.NameOf(entry)))
            .ToLookup(DisplayName, StringComparer.Ordinal));
        _aliases = new Lazy<AliasNames>(() => new AliasNames(Attribution, new PathModeOptions { Mode = PathMode.Alias }));
        _variants = new Lazy<ILookup<string, int>>(() => Enumerable.Range(0, Listing.Count)
            .Where(entry => Listing.NameOf(entry).Contains((byte)'.'))
            .ToLookup(entry => Utf8Name.ToText(FunctionVariant.FunctionOf(Listing.NameOf(entry), out _)), StringComparer.Ordinal));
        _rustNames = new Lazy<(int Entry, string Name)[]>(() =>
        [
            .. Enumerable.Range(0, Listing.Count)
                .Select(entry => (entry, RustName.TryDemangle(Listing.NameOf(entry)) ?? ""))
                .Where(pair => pair.Item2.Length > 0),
        ]);
    }

    /// <summary>The module's name, or null for the kernel itself.</summary>
    public string? Module { get; }

    /// <summary>The file, or null when there is only a list of symbols.</summary>
    public ElfFile? Elf { get; }

    /// <summary>The symbols and their paths.</summary>
    public PathAttribution Attribution => _attribution.Value;

    /// <summary>Opens what knows the lines of the image, when it is first asked for; gives null when nothing does.</summary>
    public Lazy<ILineSource?> LineSource { private get; init; } = new((ILineSource?)null);

    /// <summary>What knows the lines of the image, or null.</summary>
    public ILineSource? Lines => LineSource.Value;

    /// <summary>
    /// True when nothing may know paths better than the units of debugging information: then those of a few functions are found without
    /// finding out all.
    /// </summary>
    internal bool AsksUnits { private get; init; }

    /// <summary>The symbols.</summary>
    public RuntimeSymbols Listing => _listing.Value;

    /// <summary>Their sizes.</summary>
    public SymbolSizes Sizes => _sizes.Value;

    /// <summary>
    /// Whether a kernel prints this size for an entry. Behind the last function of a section of a module its loader may put code of its own
    /// (veneers, a trampoline of ftrace), for which the file of some machines has empty sections: how much shows when it is loaded.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="size">The size in bytes.</param>
    public bool HasSize(int entry, ulong size)
    {
        ulong known = Sizes.Of(entry);
        return known == size || (size > known && HasRoomForVeneers && RestOfSection(entry) <= known);
    }

    /// <summary>The same image with some of its symbols only.</summary>
    internal SymbolImage WithPart(RuntimeSymbols part) =>
        new(() => part, () => Attribution.Of(part), Module, Elf) { LineSource = LineSource, AsksUnits = AsksUnits };

    /// <summary>The entries of a name, as the table has it or as people know it, in table order.</summary>
    public IReadOnlyList<int> Named(string name)
    {
        ReadOnlySpan<int> exact = Listing.Find(Encoding.UTF8.GetBytes(name));
        return exact.IsEmpty ? [.. _displayed.Value[name]] : exact.ToArray();
    }

    /// <summary>The entries of a name as the table has it, in table order.</summary>
    public IReadOnlyList<int> Exactly(ReadOnlySpan<byte> name) => Listing.Find(name).ToArray();

    /// <summary>The entries of what compilers made of a function, but for those that have its name, in table order.</summary>
    public IReadOnlyList<int> Variants(string function)
    {
        // Most functions have none; what all names together have in them is known much sooner than what each is made of.
        if (!Listing.MayName(Encoding.UTF8.GetBytes(function + ".")))
        {
            return [];
        }

        HashSet<int> named = [.. Named(function)];
        return [.. VariantsOf(function).Where(entry => !named.Contains(entry))];
    }

    /// <summary>The entries of Rust whose readable name is chosen, whole or without what is generic in it.</summary>
    public IEnumerable<int> NamedInRust(Func<string, bool> isChosen) =>
        _rustNames.Value.Where(pair => isChosen(pair.Name) || isChosen(RustPath.Of(pair.Name))).Select(pair => pair.Entry);

    /// <summary>The entries of a source file.</summary>
    /// <param name="path">The end of its path, in whole components.</param>
    public IEnumerable<int> InFile(string path)
    {
        bool[] isChosen = [.. Attribution.Paths.Select(item => PathEnds.Has(item, path))];
        return isChosen.Contains(true)
            ? Enumerable.Range(0, Listing.Count).Where(entry => isChosen[Attribution.PathNumber(entry)])
            : [];
    }

    /// <summary>Symbols with code or data that are in no table, by their names.</summary>
    public IEnumerable<UnlistedSymbol> Unlisted(Func<string, bool> isChosen)
    {
        if (Elf is null)
        {
            yield break;
        }

        ElfSymbolTable symbols = NeededSymbols.Of(Elf);
        SymbolLetters letters = new(Elf);
        HashSet<int> listed = [.. Enumerable.Range(0, Listing.Count).Select(Listing.IndexOf)];
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (!symbol.IsUndefined && symbol.Type is not (ElfSymbolType.File or ElfSymbolType.Section) && !listed.Contains(i)
                && Utf8Name.ToText(symbols.NameOf(symbol)) is { Length: > 0 } name && isChosen(name))
            {
                yield return new UnlistedSymbol(this, symbol, (char)letters.Of(symbol), name);
            }
        }
    }

    /// <summary>The path of an entry, or null. Where units tell it, not all paths are found out.</summary>
    public string? PathOf(int entry) => _unitPaths.Value is { } units && units.TryFind(Listing, entry, out string? path)
        ? path
        : Attribution.PathOf(entry);

    /// <summary>An entry's name without what LLVM put into it.</summary>
    public string DisplayName(int entry) => Utf8Name.ToText(PromotedName.Display(Listing.NameOf(entry)));

    /// <summary><c>path:name</c>, or the name alone when no path is known.</summary>
    public string QualifiedName(int entry) =>
        Attribution.PathOf(entry) is { } path ? $"{path}:{DisplayName(entry)}" : Listing.TextOf(entry);

    /// <summary>The name that the mode of aliases gives an entry, or null.</summary>
    public string? AliasOf(int entry) => _aliases.Value.Of(entry) is { } alias ? Utf8Name.ToText(alias) : null;

    /// <summary>True when a module's symbol is gone after its initialisation.</summary>
    public bool IsInitial(int entry) => Module is not null && Elf is not null
        && ModuleListing.IsInitial(Elf, NeededSymbols.Of(Elf)[Listing.IndexOf(entry)]);

    // The modules' linker scripts of arm, arm64, riscv and LoongArch have the one, that of powerpc has the other.
    private bool HasRoomForVeneers => Module is not null && Elf is not null && (Elf.TryFindSection(".plt", out _) || Elf.TryFindSection(".stubs", out _));

    private ulong RestOfSection(int entry)
    {
        ElfSymbol symbol = NeededSymbols.Of(Elf!)[Listing.IndexOf(entry)];
        return Elf!.Sections[(int)symbol.SectionNumber].Size - symbol.Value;
    }

    private IEnumerable<int> VariantsOf(string function)
    {
        if (_variants.IsValueCreated || ++_scanned > MostScanned)
        {
            return _variants.Value[function];
        }

        // A variant has a dot behind the function's name.
        byte[] name = Encoding.UTF8.GetBytes(function);
        return Listing.StartingWith([.. name, (byte)'.'])
            .Where(entry => FunctionVariant.FunctionOf(Listing.NameOf(entry), out _).SequenceEqual(name));
    }
}
