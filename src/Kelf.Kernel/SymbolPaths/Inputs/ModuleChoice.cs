// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Modules;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>Chooses the modules that are asked about.</summary>
internal static class ModuleChoice
{
    /// <summary>The files of modules, in the order in which they are named.</summary>
    /// <param name="paths">Modules and directories of modules.</param>
    /// <param name="wanted">The names that modules have in a running kernel; null for all.</param>
    /// <param name="limit">What a module may expand to.</param>
    /// <exception cref="UnreadableFileException">A directory cannot be read.</exception>
    public static IReadOnlyList<string> Choose(IReadOnlyList<string> paths, IReadOnlySet<string>? wanted, DecompressionLimit limit)
    {
        string[] files = [.. paths.SelectMany(path =>
            Directory.Exists(path) ? ModuleFile.Below(path).Select(module => module.DisplayName) : [path])];
        if (wanted is null)
        {
            return files;
        }

        HashSet<string> missing = [.. wanted];
        missing.ExceptWith(files.Select(OpenedImage.ModuleNameOf));
        // A file is named as its module, mostly; thousands of others are looked into only for what is not there otherwise.
        return
        [
            .. files.Where(file => wanted.Contains(OpenedImage.ModuleNameOf(file))
                || (missing.Count > 0 && NameIn(file, limit) is { } name && missing.Contains(name))),
        ];
    }

    private static string? NameIn(string file, DecompressionLimit limit)
    {
        try
        {
            using OpenedObject opened = OpenedObject.OfFile(file, limit);
            return ElfFile.IsElf(opened.Contents) && ModuleName.Find(ElfFile.Parse(opened.Contents)) is { } name
                ? SymbolFinder.ModuleName(name)
                : null;
        }
        catch (KelfException)
        {
            // Not the one that is asked about, or nobody can say.
            return null;
        }
    }
}
