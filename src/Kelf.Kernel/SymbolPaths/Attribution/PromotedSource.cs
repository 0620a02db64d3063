// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>Knows symbols that LLVM renamed, by what it put into the name: see <see cref="PromotedName"/>.</summary>
public sealed class PromotedSource : IPathSource
{
    private readonly RuntimeSymbols _listing;
    private readonly Dictionary<string, SourceUnit?> _promoted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceUnit?> _unique = new(StringComparer.Ordinal);

    /// <summary>Notes what the names of the objects' symbols would have.</summary>
    public PromotedSource(RuntimeSymbols listing, IReadOnlyList<LinkedObject> objects)
    {
        ArgumentNullException.ThrowIfNull(listing);
        ArgumentNullException.ThrowIfNull(objects);
        _listing = listing;
        // Few kernels have such names, and an MD5 for each object takes time.
        bool hasUnique = false;
        for (int i = 0; i < listing.Count && !hasUnique; i++)
        {
            hasUnique = !PromotedName.UniqueOf(listing.NameOf(i)).IsEmpty;
        }

        foreach (LinkedObject item in objects)
        {
            if (item.Unit is not { } unit)
            {
                continue;
            }

            Note(_promoted, item.PromotionSuffix, unit);
            foreach (string spelling in new[] { item.SourceFileName, unit.Path }.OfType<string>().Distinct(StringComparer.Ordinal))
            {
                Note(_promoted, PromotedName.SanitisedSuffixOf(spelling), unit);
                if (hasUnique)
                {
                    Note(_unique, PromotedName.UniqueSuffixOf(spelling), unit);
                }
            }
        }
    }

    /// <inheritdoc/>
    public PathOrigin Origin => PathOrigin.Promoted;

    /// <inheritdoc/>
    public SourceUnit? Find(int entry)
    {
        ReadOnlySpan<byte> name = _listing.NameOf(entry);
        return Find(_promoted, PromotedName.PromotionOf(name)) ?? Find(_unique, PromotedName.UniqueOf(name));
    }

    private static SourceUnit? Find(Dictionary<string, SourceUnit?> units, ReadOnlySpan<byte> suffix) =>
        suffix.IsEmpty ? null : units.GetValueOrDefault(Utf8Name.ToText(suffix));

    // What two objects share tells neither.
    private static void Note(Dictionary<string, SourceUnit?> units, string? suffix, SourceUnit unit)
    {
        if (suffix is not null)
        {
            units[suffix] = !units.TryGetValue(suffix, out SourceUnit? known) || ReferenceEquals(known, unit) ? unit : null;
        }
    }
}
