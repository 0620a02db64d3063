// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>
/// The indices of the sets of symbols that frames were found to mean. Sets are arrays that are kept and compared by identity, so that
/// a log without an end does not make ever more of them.
/// </summary>
internal sealed class CandidateIndices
{
    private readonly Dictionary<SymbolHit[], CandidateIndex> _indices = [];
    private readonly Dictionary<SymbolHit, SymbolHit[]> _alone = [];

    /// <summary>The index of a set.</summary>
    public CandidateIndex Of(SymbolHit[] hits)
    {
        if (!_indices.TryGetValue(hits, out CandidateIndex? index))
        {
            _indices[hits] = index = new CandidateIndex(hits);
        }

        return index;
    }

    /// <summary>The set of one symbol.</summary>
    public SymbolHit[] Alone(SymbolHit hit)
    {
        if (!_alone.TryGetValue(hit, out SymbolHit[]? hits))
        {
            _alone[hit] = hits = [hit];
        }

        return hits;
    }
}
