// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Packages;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>
/// A directory: a tree of symtypes files; else a build tree, whose objects have the types; else one with an image and modules,
/// an unpacked package for example. <c>Module.symvers</c> counts in each of them.
/// </summary>
internal sealed class TreeSource(SourceOptions options) : ISourceReader
{
    private readonly DwarfTypes _types = new(options);

    /// <inheritdoc/>
    public bool TryRead(OpenedSource source, SnapshotParts parts, KernelReader kernel)
    {
        if (!source.IsDirectory)
        {
            return false;
        }

        string directory = source.Path;
        parts.Release ??= ReleaseOf(directory);
        Corpus symtypes = options.Times.Measure("read symtypes", () => new CorpusReader(parts.Table).Read(directory, CorpusForm.Directory));
        if (symtypes.Files.Count > 0)
        {
            VersionsSource.ReadIn(directory, parts);
            parts.Add(symtypes);
            parts.Note("symtypes", Evidence.Declarations);
            return true;
        }

        if (Directory.Exists(Path.Combine(directory, "include", "config")) && BuildTree.CompiledObjects(directory) is { Count: > 0 } objects)
        {
            VersionsSource.ReadIn(directory, parts);
            options.Times.Measure("read objects", () => _types.AddObjects(directory, objects, parts));
            return true;
        }

        UnpackedKernel files = UnpackedKernel.Below(directory);
        if (files.IsEmpty)
        {
            return false;
        }

        kernel.Add(files);
        return true;
    }

    private static string? ReleaseOf(string directory)
    {
        string path = Path.Combine(directory, "include", "config", "kernel.release");
        return File.Exists(path) ? InputBytes.ReadLines(path).FirstOrDefault()?.Trim() : null;
    }
}
