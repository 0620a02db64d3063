// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.History;

/// <summary>Which kernels follow each other: builds of one branch, for one machine, in one configuration.</summary>
/// <param name="Series">The branch.</param>
/// <param name="Arch">The machine.</param>
/// <param name="Flavour">The configuration.</param>
public sealed record HistoryPlace(string Series, string Arch, string Flavour)
{
    /// <summary>The place as directories that other engines read columns of, too.</summary>
    public string Folder => $"series={Series}/arch={Arch}/flavour={Flavour}";

    /// <summary>The place, for people.</summary>
    public override string ToString() => $"{Series}/{Arch}/{Flavour}";

    /// <summary>Reads a place from directories.</summary>
    /// <returns>Null when they are not of that form.</returns>
    internal static HistoryPlace? Of(string series, string arch, string flavour) =>
        Value(series, "series=") is { } branch && Value(arch, "arch=") is { } machine && Value(flavour, "flavour=") is { } form
            ? new HistoryPlace(branch, machine, form) : null;

    /// <summary>Refuses what would not be the name of a directory, or is one that engines read otherwise.</summary>
    /// <exception cref="RefusedException">The name has something else than letters, digits and a few signs.</exception>
    internal static string Checked(string name, string what) =>
        name.Length is > 0 and <= 100 && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '+' or '~')
            ? name
            : throw new RefusedException((string?)null, $"'{name}' is no name of a {what}: up to 100 letters, digits and . _ - + ~ are, and no dot first");

    private static string? Value(string folder, string key) => folder.StartsWith(key, StringComparison.Ordinal) ? folder[key.Length..] : null;
}
