// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.SymbolPaths.Attribution;

namespace Kelf.Kernel.SymbolPaths.Modes;

/// <summary>
/// Puts paths into the names of a table: from its entries, in their order, to entries in the same order. An alias stands directly
/// after its entry, so what a kernel prints for an address keeps its plain name, and addresses ascend as before.
/// </summary>
public static class PathModes
{
    /// <summary>Longest name of an entry in bytes (<c>KSYM_NAME_LEN</c> with its NUL is 512).</summary>
    public const int LongestName = 511;

    /// <summary>Applies a mode.</summary>
    /// <param name="attribution">The entries and their paths.</param>
    /// <param name="options">What to do.</param>
    /// <param name="image">The image, for messages.</param>
    /// <exception cref="RefusedException">A path has a byte that its use does not allow.</exception>
    public static IReadOnlyList<QualifiedEntry> Apply(PathAttribution attribution, PathModeOptions options, string image)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        ArgumentNullException.ThrowIfNull(options);
        RuntimeSymbols listing = attribution.Listing;
        CheckPaths(attribution, options, image);
        AliasNames? aliases = options.Mode == PathMode.Alias ? new AliasNames(attribution, options) : null;
        PathTails? tails = options.ShortestPaths ? new PathTails(attribution) : null;
        List<QualifiedEntry> entries = new(listing.Count);
        for (int i = 0; i < listing.Count; i++)
        {
            byte[]? qualified = IsQualified(attribution, options.Mode, i) ? Qualify(attribution, tails, i) : null;
            entries.Add(new QualifiedEntry(i, qualified, IsAlias: false));
            if (aliases?.Of(i) is { } alias)
            {
                entries.Add(new QualifiedEntry(i, alias, IsAlias: true));
            }
        }

        return entries;
    }

    /// <summary><c>path:name</c> of an entry with a path, or null when it would be too long.</summary>
    internal static byte[]? Qualify(PathAttribution attribution, PathTails? tails, int entry)
    {
        string path = tails?.Of(entry) ?? attribution.PathOf(entry)!;
        byte[] name = [.. Encoding.UTF8.GetBytes(path), (byte)':', .. PromotedName.Display(attribution.Listing.NameOf(entry))];
        return name.Length <= LongestName ? name : null;
    }

    private static bool IsQualified(PathAttribution attribution, PathMode mode, int entry) => attribution.PathNumber(entry) != 0
        && (mode == PathMode.All || (mode == PathMode.Dup && attribution.Listing.EqualNames(entry) > 1));

    private static void CheckPaths(PathAttribution attribution, PathModeOptions options, string image)
    {
        if (options.Mode is PathMode.None or PathMode.Side)
        {
            return;
        }

        foreach (string path in attribution.Paths)
        {
            if (path.Contains(':') || path.Any(char.IsControl))
            {
                throw new RefusedException(image, $"the path '{path}', with a colon or a control character, cannot qualify a name");
            }

            if (options.ForText && (path.AsSpan().ContainsAny("\"\\") || path.Contains("*/", StringComparison.Ordinal)))
            {
                throw new RefusedException(image, $"the path '{path}', with a quote, a backslash or */, cannot stand in assembly text");
            }
        }
    }
}
