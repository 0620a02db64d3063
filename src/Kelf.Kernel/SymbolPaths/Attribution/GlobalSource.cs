// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>
/// Knows global symbols by the object that defines their name: a strong definition rather than a weak one, then the first in link
/// order.
/// </summary>
public sealed class GlobalSource : IPathSource
{
    private readonly RuntimeSymbols _listing;
    private readonly FileGroups _groups;
    private readonly Dictionary<int, (LinkedObject Object, bool IsWeak)> _definitions = [];

    /// <summary>Notes what objects define.</summary>
    public GlobalSource(RuntimeSymbols listing, FileGroups groups, IReadOnlyList<LinkedObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        (_listing, _groups) = (listing, groups);
        foreach (LinkedObject item in objects)
        {
            foreach (DefinedSymbol symbol in item.Globals)
            {
                if (!_definitions.TryGetValue(symbol.Name, out (LinkedObject, bool IsWeak) known) || (known.IsWeak && !symbol.IsWeak))
                {
                    _definitions[symbol.Name] = (item, symbol.IsWeak);
                }
            }
        }
    }

    /// <inheritdoc/>
    public PathOrigin Origin => PathOrigin.Global;

    /// <inheritdoc/>
    public SourceUnit? Find(int entry)
    {
        RuntimeSymbol symbol = _listing.Symbols[entry];
        // lld makes hidden symbols local at a final link.
        return _groups.IsLocal(symbol.Index) && !_groups.IsHidden(symbol.Index) ? null
            : _definitions.TryGetValue(symbol.Name, out (LinkedObject Object, bool) found) ? found.Object.Unit
            : null;
    }
}
