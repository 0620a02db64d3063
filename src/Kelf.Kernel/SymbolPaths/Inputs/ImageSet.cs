// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>An image and the modules that are asked about, opened.</summary>
public sealed class ImageSet : IDisposable
{
    private readonly List<OpenedImage> _opened = [];

    private ImageSet()
    {
    }

    /// <summary>Looks symbols up in all of them.</summary>
    public SymbolFinder Finder { get; private set; } = new([]);

    /// <summary>Opens them.</summary>
    /// <param name="image">The image.</param>
    /// <param name="inputs">Where modules are, and paths come from.</param>
    /// <param name="wanted">The names of the modules that are asked about; the others are not opened. Null for all.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <exception cref="UnreadableFileException">One cannot be read.</exception>
    public static ImageSet Open(string image, ImageSetInputs inputs, IReadOnlySet<string>? wanted, WorkerSource workers)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ImageSet set = new();
        try
        {
            List<SymbolImage> images = [set.Add(image, inputs.Paths, workers)];
            // What is said about the objects of the kernel does not hold for modules; their source tree is the same.
            string? tree = inputs.Paths.SourceTree ?? LinkedObjects.Find(set._opened[0].Path, set._opened[0].Module, inputs.Paths).SourceRoot;
            PathInputs ofModules = inputs.Paths with { Side = null, Archives = [], Maps = [], ObjectTree = null, SourceTree = tree };
            foreach (string module in inputs.Modules.SelectMany(Modules))
            {
                if (wanted?.Contains(OpenedImage.ModuleNameOf(module)) != false)
                {
                    images.Add(set.Add(module, ofModules, workers));
                }
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

    /// <inheritdoc/>
    public void Dispose() => _opened.ForEach(image => image.Dispose());

    private static IEnumerable<string> Modules(string path) =>
        Directory.Exists(path) ? ModuleFile.Below(path).Select(module => module.DisplayName) : [path];

    private SymbolImage Add(string path, PathInputs inputs, WorkerSource workers)
    {
        OpenedImage opened = OpenedImage.Open(path, inputs.Decompression);
        _opened.Add(opened);
        return new SymbolImage(ImagePaths.Find(opened, inputs, workers), opened.Module, opened.Elf);
    }
}
