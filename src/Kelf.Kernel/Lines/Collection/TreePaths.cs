// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Concurrent;

using Kelf.Kernel.Shared.Sources;

namespace Kelf.Kernel.Lines.Collection;

/// <summary>Paths below a tree; thousands of units name the same headers.</summary>
/// <param name="tree">The tree.</param>
internal sealed class TreePaths(SourceTree tree)
{
    private readonly ConcurrentDictionary<string, string> _paths = new(StringComparer.Ordinal);

    /// <summary>The path below the tree. Any thread may ask.</summary>
    public string Of(string path) => _paths.GetOrAdd(path, static (one, root) => root.Normalise(one), tree);
}
