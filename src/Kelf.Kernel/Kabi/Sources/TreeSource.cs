// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>
/// A directory: a tree of symtypes files; else a build tree, whose objects have the types; else one with an image and modules.
/// <c>Module.symvers</c> counts wherever it lies in it.
/// </summary>
internal sealed class TreeSource(SourceOptions options) : ISourceReader
{
    private const string Image = "vmlinux";

    private readonly DwarfTypes _types = new(options);

    /// <inheritdoc/>
    public bool TryRead(OpenedSource source, SnapshotParts parts)
    {
        if (!source.IsDirectory)
        {
            return false;
        }

        string directory = source.Path;
        VersionsSource.ReadIn(directory, parts);
        parts.Release ??= ReleaseOf(directory);
        Corpus symtypes = options.Times.Measure("read symtypes", () => new CorpusReader(parts.Table).Read(directory, CorpusForm.Directory));
        if (symtypes.Files.Count > 0)
        {
            parts.Add(symtypes);
            parts.Note("symtypes", Evidence.Declarations);
            return true;
        }

        if (Directory.Exists(Path.Combine(directory, "include", "config")) && BuildTree.CompiledObjects(directory) is { Count: > 0 } objects)
        {
            options.Times.Measure("read objects", () => _types.AddObjects(directory, objects, parts));
            return true;
        }

        return AddImages(directory, parts);
    }

    private bool AddImages(string directory, SnapshotParts parts)
    {
        string image = Path.Combine(directory, Image);
        List<(ObjectInput Input, string Name)> files = File.Exists(image) ? [(ObjectInput.OfFile(image), Image)] : [];
        files.AddRange(ModuleFile.Below(directory).Select(module => (module, NameBelow(directory, module.DisplayName))));
        options.Times.Measure("read images", () => _types.AddImages(files, parts));
        return files.Count > 0 || File.Exists(Path.Combine(directory, VersionsSource.FileName));
    }

    // As Module.symvers has it; modules are installed below kernel/.
    private static string NameBelow(string directory, string path)
    {
        const string InstalledBelow = "kernel/";
        string relative = Path.GetRelativePath(directory, path);
        string place = Path.Combine(Path.GetDirectoryName(relative) ?? "", ModuleFile.NameOf(path));
        int at = place.StartsWith(InstalledBelow, StringComparison.Ordinal) ? 0 : place.IndexOf("/" + InstalledBelow, StringComparison.Ordinal) + 1;
        return at > 0 || place.StartsWith(InstalledBelow, StringComparison.Ordinal) ? place[(at + InstalledBelow.Length)..] : place;
    }

    private static string? ReleaseOf(string directory)
    {
        string path = Path.Combine(directory, "include", "config", "kernel.release");
        return File.Exists(path) ? InputBytes.ReadLines(path).FirstOrDefault()?.Trim() : null;
    }
}
