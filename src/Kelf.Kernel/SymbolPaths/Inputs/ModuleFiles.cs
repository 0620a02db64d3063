// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Inputs;

namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>The files of modules that a log may name, looked through when the first one is asked for.</summary>
internal sealed class ModuleFiles
{
    private readonly Lazy<string[]> _files;
    private readonly Lazy<ILookup<string, string>> _byName;
    private readonly IReadOnlyList<string> _given;
    private readonly Func<string, ImageIdentity> _identify;
    private readonly Lazy<ILookup<string, string>> _byBuildId;

    /// <summary>Prepares a search.</summary>
    /// <param name="image">The kernel.</param>
    /// <param name="given">Modules and directories of modules; none for those beside the kernel and of its release.</param>
    /// <param name="release">Tells the kernel's release, or null.</param>
    /// <param name="identify">Tells what a file says of itself.</param>
    public ModuleFiles(string image, IReadOnlyList<string> given, Func<string?> release, Func<string, ImageIdentity> identify)
    {
        (_given, _identify) = (given, identify);
        _files = new Lazy<string[]>(() => [.. (given.Count > 0 ? given : Usual(image, release())).SelectMany(In)]);
        _byName = new Lazy<ILookup<string, string>>(() => _files.Value.ToLookup(OpenedImage.ModuleNameOf, StringComparer.Ordinal));
        // As a kernel prints it. Every file is read for it.
        _byBuildId = new Lazy<ILookup<string, string>>(() => _files.Value.ToLookup(
            path => identify(path).PrintedBuildId ?? "", StringComparer.Ordinal));
    }

    /// <summary>Finds the file of a module: by its name, and by its build ID when the log has it.</summary>
    /// <returns>Null when there is none.</returns>
    public string? Find(string name, string? buildId)
    {
        string[] named = [.. _byName.Value[name]];
        if (named.Length == 0)
        {
            // A file that was given may have any name.
            named = [.. _given.Where(path => !Directory.Exists(path) && _identify(path).Module == name)];
        }

        if (buildId is null || (named.Length == 1 && _identify(named[0]).CanHave(buildId)))
        {
            return named.Length > 1 ? Array.Find(named, path => _identify(path).HasLines) ?? named[0] : named.FirstOrDefault();
        }

        return Array.Find(named, path => _identify(path).Has(buildId))
            ?? _byBuildId.Value[buildId].FirstOrDefault()
            ?? named.FirstOrDefault();
    }

    private static IEnumerable<string> In(string path) =>
        Directory.Exists(path) ? ModuleFile.Below(path).Select(module => module.DisplayName) : [path];

    private static IEnumerable<string> Usual(string image, string? release)
    {
        string beside = Path.GetDirectoryName(image) is { Length: > 0 } directory ? directory : ".";
        string[] usual =
        [
            .. File.Exists(Path.Combine(beside, "modules.order")) ? [beside] : (string[])[],
            .. release is null || release.Contains('/', StringComparison.Ordinal) ? [] : (string[])
                [$"/lib/modules/{release}", $"/usr/lib/debug/lib/modules/{release}"],
        ];
        return usual.Where(Directory.Exists);
    }
}
