// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;

namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>
/// Takes for the linker script's what no object of the link defines: global names such as <c>_text</c> and <c>__start_notes</c>.
/// The kernel mailing list's patches wrote the script's path before these.
/// </summary>
/// <remarks>The tables of symbols count as the script's, too, as in those patches: they are linked last, from a generated object.</remarks>
public sealed class ScriptSource : IPathSource
{
    private readonly RuntimeSymbols _listing;
    private readonly FileGroups _groups;
    private readonly HashSet<int> _defined;
    private readonly SourceUnit _script;

    /// <summary>Notes what is not the script's.</summary>
    /// <param name="listing">The table.</param>
    /// <param name="groups">The groups of the image.</param>
    /// <param name="objects">All objects of the link: what one that is missing defines would seem to be the script's.</param>
    /// <param name="path">Path of the script: <c>arch/x86/kernel/vmlinux.lds.S</c>.</param>
    public ScriptSource(RuntimeSymbols listing, FileGroups groups, IReadOnlyList<LinkedObject> objects, string path)
    {
        ArgumentNullException.ThrowIfNull(objects);
        (_listing, _groups, _script) = (listing, groups, new SourceUnit(path, null));
        _defined = [.. objects.SelectMany(item => item.Globals).Select(symbol => symbol.Name)];
    }

    /// <inheritdoc/>
    public PathOrigin Origin => PathOrigin.Script;

    /// <inheritdoc/>
    public SourceUnit? Find(int entry)
    {
        RuntimeSymbol symbol = _listing.Symbols[entry];
        // lld makes hidden symbols local at a final link. What LLVM renamed is defined by its other name.
        bool isGlobal = symbol.Index >= 0 && (!_groups.IsLocal(symbol.Index) || _groups.IsHidden(symbol.Index));
        return isGlobal && !_defined.Contains(symbol.Name) && !PromotedName.HasSuffix(_listing.NameOf(entry)) ? _script : null;
    }
}
