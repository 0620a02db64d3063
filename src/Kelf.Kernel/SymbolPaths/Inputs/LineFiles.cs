// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>Opens what knows the lines of images: their own debugging information, or that of their debug files.</summary>
internal sealed class LineFiles : IDisposable
{
    private readonly LineInputs _inputs;
    private readonly PathInputs _paths;
    private readonly WorkerSource _workers;
    private readonly List<IDisposable> _opened = [];
    private readonly List<DwarfLines> _lines = [];
    private readonly Lazy<ILookup<string, SideLines>> _moduleSides;

    /// <summary>Prepares.</summary>
    /// <param name="inputs">Where lines come from.</param>
    /// <param name="paths">The trees that paths begin at, and who is told what is wrong.</param>
    /// <param name="workers">Gives the threads.</param>
    public LineFiles(LineInputs inputs, PathInputs paths, WorkerSource workers)
    {
        (_inputs, _paths, _workers) = (inputs, paths, workers);
        _moduleSides = new Lazy<ILookup<string, SideLines>>(OpenModuleSides);
    }

    /// <summary>True when a part of the debugging information is malformed; each was told as a warning.</summary>
    public bool HasFailures => _lines.Exists(lines => lines.HasFailures);

    /// <summary>Opens what knows the lines of an image.</summary>
    /// <returns>Null when nothing does, which is told.</returns>
    /// <exception cref="RefusedException">There is nothing, and there has to be; or its debug file is of another build.</exception>
    public ILineSource? Open(OpenedImage image)
    {
        if (image.Module is null && _paths.Side is { } side && SideLines.IsSideLines(side))
        {
            return OpenSide(image, side);
        }

        if ((image.Elf ?? image.Stripped) is not { } elf)
        {
            return Missing(image.Path, "it is a list of symbols, so files alone are told; give the vmlinux with its debugging information");
        }

        if (image.Module is not null && BuildIdNote.Find(elf) is { } buildId && _moduleSides.Value[buildId].FirstOrDefault() is { } sideOfModule)
        {
            return sideOfModule;
        }

        if (DwarfLines.AreIn(elf))
        {
            return Open(elf, image.Budget, image.Module is not null);
        }

        DebugFileSearch search = new([.. _inputs.DebugRoots, LineInputs.UsualDebugFiles], _paths.Decompression);
        if (search.Find(image.Path, elf, DwarfLines.AreIn) is { } debug)
        {
            _opened.Add(debug);
            return Open(ElfFile.Parse(debug.Contents), debug.Budget, image.Module is not null);
        }

        string find = BuildIdNote.Find(elf) is { } id ? $": `debuginfod-find debuginfo {id}` may have its debug file" : "";
        return Missing(image.Path, $"no .debug_line, nor a debug file, so files alone are told, not lines{find}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines.ForEach(lines => lines.Dispose());
        _opened.ForEach(file => file.Dispose());
    }

    // By build ID. The first table may be that of a module, too, where one is all that is looked at.
    private ILookup<string, SideLines> OpenModuleSides()
    {
        IEnumerable<string> first = _paths.Side is { } side && SideLines.IsSideLines(side) ? [side] : [];
        List<SideLines> sides = [];
        foreach (string path in first.Concat(_inputs.ModuleSides))
        {
            SideLines lines = SideLines.Open(path);
            _opened.Add(lines);
            sides.Add(lines);
        }

        return sides.ToLookup(lines => lines.BuildId, StringComparer.Ordinal);
    }

    private SideLines OpenSide(OpenedImage image, string side)
    {
        SideLines lines = SideLines.Open(side);
        _opened.Add(lines);
        if ((image.Elf ?? image.Stripped) is { } elf)
        {
            lines.RequireImage(image.Path, BuildIdNote.Find(elf));
        }

        return lines;
    }

    private DwarfLines Open(ElfFile elf, DecompressionBudget budget, bool isModule)
    {
        string[] roots = _inputs.Base is { } start ? [start]
            : [.. new[] { _paths.SourceTree, _paths.ObjectTree }.OfType<string>(), .. _lines.Count > 0 ? _lines[0].Roots : []];
        DwarfLines lines = DwarfLines.Open(
            elf, isModule ? new ModuleLayout(elf).Places : null, roots, budget, _workers, _paths.Tell, keepsPaths: _inputs.KeepsPaths);
        _lines.Add(lines);
        return lines;
    }

    private ILineSource? Missing(string path, string text)
    {
        if (_inputs.AreNeeded)
        {
            throw new RefusedException(path, text);
        }

        _paths.Tell(Diagnostic.Warning(WarningKind.NoLines, text) with { File = path });
        return null;
    }
}
