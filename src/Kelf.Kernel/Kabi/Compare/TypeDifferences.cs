// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Types;

namespace Kelf.Kernel.Kabi.Compare;

/// <summary>A record that is another one now.</summary>
/// <param name="Old">The record in the old corpus.</param>
/// <param name="New">The record of the same name in the new corpus.</param>
/// <param name="Exports">Names of the exports that it concerns, words, in ascending order of their bytes.</param>
internal sealed record RecordChange(int Old, int New, int[] Exports);

/// <summary>What is different between the types of two corpora. Names are words of their table.</summary>
public sealed class TypeDifferences
{
    internal TypeDifferences(
        RecordTable table, IReadOnlyList<int> added, IReadOnlyList<int> removed, IReadOnlyList<RecordChange> changes) =>
        (Table, Added, Removed, Changes) = (table, added, removed, changes);

    /// <summary>False when both corpora say the same.</summary>
    public bool Any => Added.Count + Removed.Count + Changes.Count > 0;

    internal RecordTable Table { get; }

    // Exported in the new corpus only, and in the old one only, in ascending order.
    internal IReadOnlyList<int> Added { get; }

    internal IReadOnlyList<int> Removed { get; }

    // In ascending order of name, old tokens, and new tokens.
    internal IReadOnlyList<RecordChange> Changes { get; }

    // Exports that a changed record concerns.
    internal IEnumerable<int> ChangedExports() => Changes.SelectMany(change => change.Exports).Distinct();
}
