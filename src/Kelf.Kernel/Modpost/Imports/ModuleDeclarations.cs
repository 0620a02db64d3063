// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Releases;

namespace Kelf.Kernel.Modpost.Imports;

/// <summary>What a module says of its licence and its namespaces, and what it has to say.</summary>
public static class ModuleDeclarations
{
    /// <summary>The start of a namespace that is for the modules it lists.</summary>
    public const string ForModules = "module:";

    private static readonly string[] s_compatible =
        ["GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL"];

    /// <summary>Reads it.</summary>
    /// <param name="scanned">The module's object.</param>
    /// <param name="module">Takes what was read.</param>
    /// <param name="warnsOfDescription">Whether a missing description is told in 6.12, too.</param>
    public static void Read(ScannedObject scanned, ModpostModule module, bool warnsOfDescription)
    {
        ArgumentNullException.ThrowIfNull(scanned);
        ArgumentNullException.ThrowIfNull(module);
        string[] licences = [.. scanned.Modinfo.Values("license")];
        if (licences.Length == 0)
        {
            scanned.Messages.Add(MessageLevel.Error, Missing(scanned, "MODULE_LICENSE()"));
        }

        module.IsGplCompatible = Array.TrueForAll(licences, licence => s_compatible.Contains(licence));
        module.Namespaces = [.. scanned.Modinfo.Values("import_ns")];
        if (scanned.Release >= ModpostRelease.Linux73)
        {
            foreach (string space in module.Namespaces.Where(space => space.StartsWith(ForModules, StringComparison.Ordinal)))
            {
                scanned.Messages.Add(
                    MessageLevel.Error, $"{scanned.Label}: explicitly importing namespace '{space}' is not allowed.");
            }
        }

        bool warns = scanned.Release >= ModpostRelease.Linux73
            || (scanned.Release == ModpostRelease.Linux612 && warnsOfDescription);
        if (warns && !scanned.Modinfo.Has("description"))
        {
            scanned.Messages.Add(MessageLevel.Warning, Missing(scanned, "MODULE_DESCRIPTION()"));
        }
    }

    /// <summary>Whether a module may use symbols of a namespace.</summary>
    /// <param name="module">The module.</param>
    /// <param name="granted">The namespaces that it imports.</param>
    /// <param name="space">The namespace; empty when the symbol is for all.</param>
    /// <param name="release">The release whose rules hold.</param>
    public static bool IsGranted(ModpostModule module, IReadOnlySet<string> granted, string space, ModpostRelease release)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(granted);
        ArgumentNullException.ThrowIfNull(space);
        return space.Length == 0
            || granted.Contains(space)
            || (release >= ModpostRelease.Linux73 && space.StartsWith(ForModules, StringComparison.Ordinal)
                && IsListed(module.BaseName, space[ForModules.Length..]));
    }

    private static bool IsListed(string name, string list) => list.Split(',').Any(item => Matches(name, item));

    private static bool Matches(string name, string item) => item.EndsWith('*')
        ? name.StartsWith(item[..^1], StringComparison.Ordinal)
        : name == item;

    private static string Missing(ScannedObject scanned, string what) => scanned.Release >= ModpostRelease.Linux73
        ? $"{scanned.Label}: missing {what}"
        : $"missing {what} in {scanned.Path}";
}
