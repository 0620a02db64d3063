// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;

namespace Kelf.Kernel.Modpost.Versions;

/// <summary>
/// Versions that are computed of an object's debugging information while it is read, and not looked up: those of gendwarfksyms for each
/// of the files that were linked.
/// </summary>
public static class ComputedVersions
{
    /// <summary>Computes the versions of what an object exports; there is none where nothing is said of a type, as in assembler files.</summary>
    /// <param name="scanned">The object.</param>
    /// <param name="isStable">Apply the kABI rules of the object.</param>
    /// <param name="workers">Gives threads.</param>
    /// <param name="names">Takes the names.</param>
    /// <exception cref="KelfException">The debugging information is malformed, or a type cannot be described.</exception>
    public static IReadOnlyList<(int Name, uint Version)> Of(ScannedObject scanned, bool isStable, WorkerSource workers, NameTable names)
    {
        ArgumentNullException.ThrowIfNull(scanned);
        ArgumentNullException.ThrowIfNull(names);
        SymbolList exports = new();
        foreach (byte[] name in ExportMarkers.Read(scanned.File))
        {
            exports.Add(name);
        }

        if (exports.Count == 0)
        {
            return [];
        }

        SymversOptions options = new()
        {
            PerUnit = true,
            Stable = isStable,
            Workers = workers,
            Warn = warning => scanned.Messages.Add(MessageLevel.Warning, $"{scanned.Label}: {Latin1.OfPath(warning.ToString())}"),
        };
        uint?[] versions = SymversTool.Compute(scanned.File.Image, exports, options, symtypes: null, dump: null);
        List<(int, uint)> found = [];
        for (int symbol = 0; symbol < versions.Length; symbol++)
        {
            if (versions[symbol] is { } version)
            {
                found.Add((names.Add(exports[symbol]), version));
            }
        }

        return found;
    }
}
