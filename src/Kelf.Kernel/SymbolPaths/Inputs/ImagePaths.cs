// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Modes;
using Kelf.Kernel.SymbolPaths.Side;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>Finds the paths of an image's symbols.</summary>
public static class ImagePaths
{
    /// <summary>The paths that a side table has, or else what can be found out.</summary>
    /// <param name="image">The image.</param>
    /// <param name="inputs">Where to look.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <exception cref="RefusedException">The side table is of another image.</exception>
    public static PathAttribution Find(OpenedImage image, PathInputs inputs, WorkerSource workers)
    {
        if (inputs.Side is { } path)
        {
            using InputBytes file = InputBytes.Open(path);
            if (!SideLines.IsSideLines(file.Contents))
            {
                return Apply(image, file.Contents, inputs);
            }
        }

        if (image.Elf is { } elf && elf.TryFindSection(SideTable.SectionName, out ElfSection? section))
        {
            return Apply(image, elf.Contents(section), inputs);
        }

        return Attributor(image, inputs, workers).Run();
    }

    /// <summary>
    /// Whether nothing but debugging information tells the paths of an image, so that those of a few functions are those of their units.
    /// </summary>
    internal static bool AreOfUnits(OpenedImage image, PathInputs inputs) =>
        image is { Module: null, Elf: { Type: not ElfType.Relocatable } elf } && inputs is { Maps: [], Origins: null }
        && (inputs.Side is not { } side || SideLines.IsSideLines(side))
        && !elf.TryFindSection(SideTable.SectionName, out _) && !SymidTable.IsIn(elf)
        && LinkedObjects.Find(image.Path, module: null, inputs).Files.Count == 0;

    /// <summary>Prepares to find out.</summary>
    public static PathAttributor Attributor(OpenedImage image, PathInputs inputs, WorkerSource workers) => new(
        image.Listing,
        image.Elf is { } elf ? Sources(elf, image.Listing, LinkedObjects.Find(image.Path, image.Module, inputs), inputs, image.Budget, workers) : []);

    /// <summary>Puts paths into the tables of kernels.</summary>
    /// <param name="options">How.</param>
    /// <param name="inputs">Where to look.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <param name="opened">The kernel, if all tables are those of one.</param>
    public static PathTables Tables(PathModeOptions options, PathInputs inputs, WorkerSource workers, OpenedObject? opened = null) =>
        new(options, (elf, symbols) =>
        {
            LinkedObjects links = LinkedObjects.Find(elf.Image.Source.File, module: null, inputs);
            DecompressionBudget budget = opened?.Budget ?? inputs.Decompression.For(elf.Image.Length);
            return new PathAttributor(symbols, Sources(elf, symbols, links, inputs, budget, workers)).Run();
        });

    private static PathAttribution Apply(OpenedImage image, Region contents, PathInputs inputs)
    {
        SideTable table = SideTableReader.Read(contents, image.Elf?.ByteOrder);
        if (image.Elf is null)
        {
            inputs.Tell(Diagnostic.Warning(
                WarningKind.Unbound,
                $"only its number of entries can be compared with {image.Path}; give the image to be sure that they belong together") with
            {
                File = contents.Source.File,
            });
        }
        else if (table.Binding != SideTableBinding.Of(image.Elf, image.Listing))
        {
            throw OfAnother(image, contents);
        }

        return SideTableMaker.Apply(table, image.Listing) ?? throw OfAnother(image, contents);
    }

    private static RefusedException OfAnother(OpenedImage image, Region contents) => new(
        contents.Source.File, $"the side table is not that of {image.Path}: make it again with `kelf sympaths --side`");

    private static IPathSource[] Sources(
        ElfFile elf, RuntimeSymbols listing, LinkedObjects links, PathInputs inputs, DecompressionBudget budget, WorkerSource workers)
    {
        FileGroups groups = FileGroups.Read(elf, listing.Names);
        IReadOnlyList<LinkedObject> objects = links.Read(listing.Names, workers);
        string[] roots = [.. new[] { inputs.SourceTree, inputs.ObjectTree, links.SourceRoot }.OfType<string>()];
        List<IPathSource> sources = [];
        bool isLinked = !listing.IsModule && elf.Type != ElfType.Relocatable;
        if (isLinked && Symid(elf, listing, groups, links, objects, inputs) is { } symid)
        {
            sources.Add(symid);
        }

        if (inputs.Maps.Count > 0)
        {
            sources.Add(Map(listing, groups, links, objects, inputs));
        }

        if (objects.Count > 0)
        {
            sources.AddRange(new FileSource(listing, groups, objects), new GlobalSource(listing, groups, objects),
                new PromotedSource(listing, objects));
        }

        if (isLinked)
        {
            bool knowsGlobals = objects.Count == 0 || inputs.Origins?.Contains(PathOrigin.Global) == false || !links.IsComplete;
            sources.Add(DwarfSource.Of(elf, listing, groups, knowsGlobals, objects, roots, budget, workers, inputs.Tell));
        }
        else if (objects.Count == 0 && DwarfObjects.Read(elf, listing.Names, roots, budget, inputs.Tell) is { Count: > 0 } units)
        {
            sources.AddRange(new FileSource(listing, groups, units), new GlobalSource(listing, groups, units));
        }

        if (inputs.Side is { } side && SideUnitSource.TryRead(side, elf, listing) is { } lines)
        {
            sources.Add(lines);
        }

        if (inputs.ScriptPath is { } script && isLinked)
        {
            sources.Add(objects.Count > 0 && links.IsComplete
                ? new ScriptSource(listing, groups, objects, links.Sources.Normalise(script))
                : throw new RefusedException(
                    elf.Image.Source.File, "not all objects of the link could be read (vmlinux.a), so what the linker script defines "
                    + "is not known: give them with `--archive`, or leave out `--script-path`"));
        }

        return [.. sources.Where(source => source.Origin == PathOrigin.Side || inputs.Origins?.Contains(source.Origin) != false)];
    }

    private static SymidSource? Symid(
        ElfFile elf, RuntimeSymbols listing, FileGroups groups, LinkedObjects links, IReadOnlyList<LinkedObject> objects, PathInputs inputs)
    {
        string path = Path.Combine(links.ObjectTree, "vmlinux.o");
        if (!SymidTable.IsIn(elf) || !File.Exists(path))
        {
            return null;
        }

        try
        {
            using OpenedObject file = OpenedObject.OfFile(path, inputs.Decompression);
            return SymidSource.Read(elf, listing, groups, ElfFile.Parse(file.Contents), objects);
        }
        catch (KelfException exception)
        {
            inputs.Tell(exception.ToWarning(WarningKind.LeftOut, $"{SymidTable.SectionName} tells no paths"));
            return null;
        }
    }

    private static MapSource Map(
        RuntimeSymbols listing, FileGroups groups, LinkedObjects links, IReadOnlyList<LinkedObject> objects, PathInputs inputs)
    {
        IEnumerable<MapPiece> pieces = ReadMap(inputs.Maps[0]);
        if (inputs.Maps.Count > 1)
        {
            pieces = MapSource.Expand(pieces, "vmlinux.o", ReadMap(inputs.Maps[1]));
        }

        MapNames names = new(links.MemberNames());
        return new MapSource(listing, groups, pieces, objects, name => links.Objects.Normalise(names.ObjectOf(name)));
    }

    private static IReadOnlyList<MapPiece> ReadMap(string path)
    {
        return LinkerMap.Parse(InputBytes.ReadLines(path)) is { Count: > 0 } pieces
            ? pieces
            : throw new RefusedException(path, "no map of a linker: neither GNU ld's nor lld's headings are in it");
    }
}
