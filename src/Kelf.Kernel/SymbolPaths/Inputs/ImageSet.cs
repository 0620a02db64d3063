// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kallsyms.Search;
using Kelf.Kernel.Lines;
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>An image and the modules that are asked about, opened.</summary>
public sealed class ImageSet : IDisposable
{
    private readonly List<OpenedImage> _opened = [];
    private readonly WorkerSource _workers;
    private readonly Lazy<PathInputs> _ofModules;
    private readonly ModuleFiles _modules;
    private readonly LineFiles? _lines;
    private readonly bool _hasTreePaths;
    private readonly Dictionary<(string Name, string? BuildId), SymbolImage?> _found = [];
    private readonly Dictionary<string, SymbolImage> _byPath = new(StringComparer.Ordinal);
    private ImageIdentity? _identity;

    private ImageSet(string image, ImageSetInputs inputs, WorkerSource workers)
    {
        _workers = workers;
        // What is said about the objects of the kernel does not hold for modules; their source tree is the same.
        _ofModules = new Lazy<PathInputs>(() => inputs.Paths with
        {
            Side = null,
            Archives = [],
            Maps = [],
            ObjectTree = null,
            SourceTree = inputs.Paths.SourceTree ?? LinkedObjects.Find(_opened[0].Path, _opened[0].Module, inputs.Paths).SourceRoot,
        });
        _modules = new ModuleFiles(image, inputs.Modules, () => Identity.Release, IdentityOf);
        _hasTreePaths = inputs.Lines is { Base: null, KeepsPaths: false };
        _lines = inputs.Lines is { } lines ? new LineFiles(lines, inputs.Paths, workers) : null;
    }

    /// <summary>Looks symbols up in all of them.</summary>
    public SymbolFinder Finder { get; private set; } = new([]);

    /// <summary>What the image tells of itself.</summary>
    public ImageIdentity Identity => _identity ??= ImageIdentity.Of(_opened[0].Elf ?? _opened[0].Stripped);

    /// <summary>True when a part of the debugging information was malformed and left out, which was told.</summary>
    public bool HasLineFailures => _lines?.HasFailures == true;

    /// <summary>Opens them.</summary>
    /// <param name="image">The image.</param>
    /// <param name="inputs">Where modules are, and paths come from.</param>
    /// <param name="wanted">The names of the modules that are asked about; the others are not opened. Null for all.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <exception cref="UnreadableFileException">One cannot be read.</exception>
    public static ImageSet Open(string image, ImageSetInputs inputs, IReadOnlySet<string>? wanted, WorkerSource workers)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ImageSet set = new(image, inputs, workers);
        try
        {
            List<SymbolImage> images = [set.Add(image, inputs.Paths)];
            foreach (string module in wanted?.Count == 0 ? [] : ModuleChoice.Choose(inputs.Modules, wanted, inputs.Paths.Decompression))
            {
                images.Add(set.Add(module, set._ofModules.Value));
            }

            set.Finder = new SymbolFinder(images);
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens the module of a name: of several files that with a build ID, if one has it. Without modules on the command line it may be
    /// beside the image, or where those of its release are installed.
    /// </summary>
    /// <param name="name">The name in a running kernel.</param>
    /// <param name="buildId">The build ID as a kernel prints it, or null when it is not known.</param>
    /// <param name="accept">Told the file that was found, and what it tells of itself, before it is used.</param>
    /// <returns>The module, or null when there is none.</returns>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public SymbolImage? FindModule(string name, string? buildId, Action<string, ImageIdentity> accept)
    {
        ArgumentNullException.ThrowIfNull(accept);
        if (!_found.TryGetValue((name, buildId), out SymbolImage? image))
        {
            if (_modules.Find(name, buildId) is { } path)
            {
                accept(path, IdentityOf(path));
                if (!_byPath.TryGetValue(path, out image))
                {
                    _byPath[path] = image = Add(path, _ofModules.Value);
                }
            }

            _found[(name, buildId)] = image;
        }

        return image;
    }

    /// <summary>
    /// Answers queries whose answers are asked for their places in the source, not for the paths of symbols. For few queries no more of
    /// the kernel's symbols is read than what they are about.
    /// </summary>
    /// <param name="queries">The queries.</param>
    /// <param name="areReturns">They are return addresses: what is before each is asked for, too.</param>
    public IReadOnlyList<SymbolAnswer> AnswerPlaces(IReadOnlyList<SymbolQuery> queries, bool areReturns)
    {
        ArgumentNullException.ThrowIfNull(queries);
        if (PartFinder(PlainQueries.TryAsk(queries, areReturns)) is { } finder)
        {
            SymbolAnswer[] answers = [.. queries.Select(finder.Answer)];
            // What is not found may be another way to say something, or a slip of which the words that are near are told.
            if (!Array.Exists(answers, answer => answer.IsEmpty))
            {
                return answers;
            }
        }

        return [.. queries.Select(Finder.Answer)];
    }

    /// <summary>Looks up what a log asks for, which is few symbols of the kernel, and not their paths.</summary>
    /// <param name="asked">What it asks for; null for anything.</param>
    public SymbolFinder FinderOfPlaces(AskedSymbols? asked) =>
        PartFinder(asked) is { } finder && finder.Images[0] is var kernel
        && asked!.Names.Any(name => kernel.Named(name).Count > 0) && kernel.Lines is not null
            ? finder
            : Finder;

    private SymbolFinder? PartFinder(AskedSymbols? asked) =>
        asked is not null && _opened[0] is { Module: null, Elf: { Type: not ElfType.Relocatable } elf }
        && ListingPart.TryRead(elf, asked) is { } part
            ? new SymbolFinder([Finder.Images[0].WithPart(part), .. Finder.Images.Skip(1)])
            : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines?.Dispose();
        _opened.ForEach(image => image.Dispose());
    }

    private static Diagnostic FromTables(FoundTables tables)
    {
        string code = Enumerable.Range(0, tables.Table.Count).Any(entry => tables.Table.TextOf(entry)[0] is (byte)'d' or (byte)'D' or (byte)'b' or (byte)'B')
            ? "" : ", of code alone";
        return Diagnostic.Warning(
            WarningKind.FromTables,
            string.Create(
                CultureInfo.InvariantCulture,
                $"no symbol table (.symtab); the symbols are the {tables.Table.Count} of the kernel's own tables{code} (kallsyms; {tables.Place}, names at 0x{tables.Offset:x})"));
    }

    private SymbolImage Add(string path, PathInputs inputs)
    {
        OpenedImage opened = OpenedImage.Open(path, inputs.Decompression);
        _opened.Add(opened);
        if (opened.Tables is { } tables)
        {
            inputs.Tell(FromTables(tables) with { File = path });
        }

        SymbolImage image = new(
            () => opened.Listing, () => ImagePaths.Find(opened, inputs, _workers), opened.Module, opened.Elf ?? opened.Stripped)
        {
            LineSource = new Lazy<ILineSource?>(() => _lines?.Open(opened)),
            // Where the base of lines was named, their paths are others.
            AsksUnits = _hasTreePaths && ImagePaths.AreOfUnits(opened, inputs),
        };
        if (inputs.Side is { } side && (!SideLines.IsSideLines(side) || image.Lines is null))
        {
            // Whether it is that of the image is said at once. One of lines was asked just now, and needs no files of symbols for it.
            _ = image.Attribution;
        }

        return image;
    }

    private ImageIdentity IdentityOf(string path)
    {
        using OpenedObject file = OpenedObject.OfFile(path, _ofModules.Value.Decompression);
        return ImageIdentity.Of(ElfFile.IsElf(file.Contents) ? ElfFile.Parse(file.Contents) : null);
    }
}
