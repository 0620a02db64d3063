// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.Objects;

/// <summary>A module's name: the path of its object without <c>.o</c>.</summary>
public static class ModulePaths
{
    /// <summary>The kernel, by its exact name.</summary>
    public const string Vmlinux = "vmlinux";

    /// <summary>The end of an object's path.</summary>
    public const string ObjectSuffix = ".o";

    private static readonly string[] s_ltoSuffixes = [".lto", ".prelink"];

    /// <summary>That of an object.</summary>
    /// <param name="path">A path, which ends in <c>.o</c>.</param>
    public static string OfObject(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(ObjectSuffix, StringComparison.Ordinal) ? path[..^ObjectSuffix.Length] : path;
    }

    /// <summary>An object's path without what trees of 2021 and 2022 put before <c>.o</c> when an object was linked of bitcode.</summary>
    public static string WithoutLto(string path)
    {
        string name = OfObject(path);
        string? suffix = Array.Find(s_ltoSuffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal));
        return suffix is null ? path : name[..^suffix.Length] + ObjectSuffix;
    }

    /// <summary>What follows the last slash.</summary>
    public static string BaseOf(string moduleName)
    {
        ArgumentNullException.ThrowIfNull(moduleName);
        return moduleName[(moduleName.LastIndexOf('/') + 1)..];
    }

    /// <summary>What 7.3 calls it in messages.</summary>
    public static string LabelOf(string moduleName) => moduleName == Vmlinux ? Vmlinux : moduleName + ".ko";
}
