// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>
/// Finds the objects of a module in the tree that it was built in: Kbuild lists them in <c>NAME.mod</c> beside <c>NAME.ko</c>.
/// </summary>
public static class ModuleObjects
{
    /// <summary>Finds the tree and the objects.</summary>
    /// <param name="path">The module.</param>
    /// <param name="tree">The object tree if the user says it.</param>
    /// <returns>No objects when there is no list.</returns>
    public static (string Tree, IReadOnlyList<string> Objects) Find(string path, string? tree)
    {
        string beside = Path.GetDirectoryName(path) ?? "";
        string file = Path.GetFileName(path);
        int ending = file.LastIndexOf(".ko", StringComparison.Ordinal);
        string name = Path.Combine(beside, ending < 0 ? file : file[..ending]);
        string list = name + ".mod";
        if (!File.Exists(list))
        {
            return (tree ?? beside, []);
        }

        string[] objects = [.. InputBytes.ReadLines(list).Select(line => line.Trim()).Where(line => line.EndsWith(".o", StringComparison.Ordinal))];
        tree ??= objects.Length == 0 ? null : TreeAbove(beside, objects[0]);
        return tree is null
            ? (beside, [])
            : (tree, [.. objects.Select(item => Path.Combine(tree, item)), .. OfEveryModule(tree, name).Where(File.Exists)]);
    }

    // What the build adds to each module; the latter is one object for all modules of a kernel, since 6.14.
    private static string[] OfEveryModule(string tree, string name) => [name + ".mod.o", Path.Combine(tree, ".module-common.o")];

    /// <summary>The directory, this one or one above, in which a relative path leads to a file; null when there is none.</summary>
    private static string? TreeAbove(string directory, string item)
    {
        int depth = item.Count(c => c == '/') + 1;
        for (int i = 0; i < depth; i++)
        {
            if (File.Exists(Path.Combine(directory, item)))
            {
                return directory;
            }

            directory = directory.Length == 0 ? ".." : Path.GetFileName(directory) is "" or "." or ".."
                ? Path.Combine(directory, "..")
                : Path.GetDirectoryName(directory) ?? "/";
        }

        return null;
    }
}
