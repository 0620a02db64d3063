// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Sources;

/// <summary>The ends of paths, by which people name files: <c>gro.c</c> or <c>core/gro.c</c> for <c>net/core/gro.c</c>.</summary>
public static class PathEnds
{
    /// <summary>Whether a path ends with another, at a whole component.</summary>
    /// <param name="path">The path, or null, which ends with nothing.</param>
    /// <param name="end">The other.</param>
    public static bool Has(string? path, string end) => path is not null
        && path.EndsWith(end, StringComparison.Ordinal) && (path.Length == end.Length || path[path.Length - end.Length - 1] == '/');
}
