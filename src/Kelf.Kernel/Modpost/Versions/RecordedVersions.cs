// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Modpost.Versions;

/// <summary>Gives the exports of a module their versions.</summary>
public static class RecordedVersions
{
    /// <summary>Reads the versions of a module's exports from the files beside its objects.</summary>
    /// <param name="module">The module.</param>
    /// <param name="names">The names.</param>
    /// <param name="computed">Versions that were computed of the module's own object; those that are read replace them.</param>
    /// <param name="isLinked">Whether those of the module's own object come first: with LTO its parts are bitcode, and have none.</param>
    /// <param name="files">Takes the files while they are read.</param>
    /// <param name="messages">Takes what there is to say.</param>
    /// <exception cref="FatalException">One of them cannot be read.</exception>
    public static void Read(
        ModpostModule module, NameTable names, IReadOnlyList<(int Name, uint Version)> computed, bool isLinked, FileBuffer files,
        MessageList messages)
    {
        ArgumentNullException.ThrowIfNull(module);
        List<(int Name, uint Version)> versions = [.. computed];
        List<string> paths = CommandFiles.Of(module, files, messages);
        if (isLinked)
        {
            paths.Insert(0, CommandFiles.Of(Latin1.ToPath(module.Path) + ModulePaths.ObjectSuffix)!);
        }

        foreach (string path in paths)
        {
            // Most modules export nothing. The files have to be there all the same.
            if (module.Exports.Count > 0 || !FileBuffer.IsThere(path))
            {
                VersionLines.Read(path, names, versions, files, messages);
            }
        }

        Assign(module, versions);
    }

    /// <summary>Gives exports their versions. Of several for one name the last counts, and those of names that are not exported count for nothing.</summary>
    public static void Assign(ModpostModule module, params IEnumerable<IReadOnlyList<(int Name, uint Version)>> versions)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(versions);
        if (versions.All(part => part.Count == 0))
        {
            return;
        }

        Dictionary<int, Export> exports = new(module.Exports.Count);
        foreach (Export export in module.Exports)
        {
            exports[export.Name] = export;
        }

        foreach ((int name, uint version) in versions.SelectMany(part => part))
        {
            if (exports.TryGetValue(name, out Export? export))
            {
                export.Version = version;
            }
        }
    }
}
