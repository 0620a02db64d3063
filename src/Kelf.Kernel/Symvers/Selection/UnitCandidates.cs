// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>What one unit by itself says of the listed symbols.</summary>
internal sealed class UnitCandidates
{
    /// <summary>The entries that may describe one, in file order.</summary>
    public List<Candidate> Entries { get; } = [];

    /// <summary>Declarations that a definition of the unit completes: that has neither name nor type of its own.</summary>
    public List<DieOffset> Completed { get; } = [];

    /// <summary>The partial units that it imports, each with the number of entries before it.</summary>
    public List<(int Before, DwarfUnit Unit)> Imports { get; } = [];
}
