// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Images;

namespace Kelf.Kernel.Modpost.Releases;

/// <summary>Finds out which release's rules a run follows.</summary>
public static class ReleaseFinder
{
    // From 6.4 on exports are in .export_symbol, and what came until 6.17 is nearer to 6.12 than to 7.3: aliases of built-in drivers.
    private static readonly KernelRelease s_exportSection = new(6, 4);
    private static readonly KernelRelease s_builtinAliases = new(6, 17);

    /// <summary>Where a kernel's build notes its release.</summary>
    public const string ReleaseFile = "include/config/kernel.release";

    // The first one of which nothing is known.
    private static readonly KernelRelease s_unknown = new(7, 4);

    /// <summary>The newest release that is known.</summary>
    public const ModpostRelease Newest = ModpostRelease.Linux73;

    /// <summary>The rules for a kernel's version: those of the last known release that is not after it.</summary>
    /// <param name="version">Such as <c>6.12.117</c> or <c>7.3</c>.</param>
    /// <returns>Null when it is no version.</returns>
    public static ModpostRelease? TryParse(string version) => KernelRelease.Parse(version) switch
    {
        null => null,
        { } release when release < s_exportSection => ModpostRelease.Linux61,
        { } release when release < s_builtinAliases => ModpostRelease.Linux612,
        _ => ModpostRelease.Linux73,
    };

    /// <summary>Whether a version is newer than all whose rules are known.</summary>
    public static bool IsUnknown(string version) => KernelRelease.Parse(version) is { } release && release >= s_unknown;

    /// <summary>The version of the tree around a run: that of the current directory, or of the directory of a dump.</summary>
    /// <param name="dump">The first dump that is read, or null.</param>
    /// <returns>Null when neither tells one.</returns>
    public static string? VersionOfTree(string? dump)
    {
        string? beside = dump is null ? null : Path.Combine(Path.GetDirectoryName(dump) ?? "", ReleaseFile);
        foreach (string path in new[] { ReleaseFile, beside }.OfType<string>())
        {
            if (File.Exists(path) && InputBytes.ReadLines(path).FirstOrDefault() is { } line && TryParse(line) is not null)
            {
                return line;
            }
        }

        return null;
    }
}
