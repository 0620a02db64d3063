// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>Something that knows where symbols come from.</summary>
public interface IPathSource
{
    /// <summary>What it is.</summary>
    PathOrigin Origin { get; }

    /// <summary>Asks for an entry of the table.</summary>
    /// <returns>The unit, or null when this source has no answer.</returns>
    SourceUnit? Find(int entry);
}
