// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Lists;

namespace Kelf.Kernel.Kheaders;

/// <summary>What a run had to do.</summary>
public enum KheadersWork
{
    /// <summary>Nothing: no header has changed, and no header was opened.</summary>
    Nothing,

    /// <summary>Headers were touched, but the archive would be the same: it was not compressed.</summary>
    SameContents,

    /// <summary>The archive was made and has the same bytes as the one that is there, which keeps its time.</summary>
    SameBytes,

    /// <summary>The archive was written.</summary>
    Written,
}

/// <summary>What a run did.</summary>
/// <param name="Work">What it had to do.</param>
/// <param name="Members">Files and links in the archive.</param>
/// <param name="TarSize">Bytes before compression; 0 when nothing was done.</param>
/// <param name="ArchiveSize">Bytes of the archive.</param>
/// <param name="BlocksCompressed">Blocks that were compressed.</param>
/// <param name="BlocksReused">Blocks that were taken from the archive before.</param>
/// <param name="Lists">The lists of headers.</param>
public sealed record KheadersResult(
    KheadersWork Work, int Members, long TarSize, long ArchiveSize, int BlocksCompressed, int BlocksReused, HeaderLists Lists);
