// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Split;

/// <summary>What stays at its place in the file, and in which order the rest follows.</summary>
/// <param name="Layout">The layout that this is.</param>
/// <param name="Staying">Ranges that keep their offsets, in rising order.</param>
/// <param name="End">Where the rest begins.</param>
/// <param name="Moving">The rest: each section at its own alignment behind the one before.</param>
internal sealed record SplitArrangement(
    ImageLayout Layout, IReadOnlyList<FileRange> Staying, ulong End, IReadOnlyList<ElfSection> Moving)
{
    /// <summary>New offsets of sections without bytes, by their old numbers.</summary>
    public IReadOnlyDictionary<uint, FileRange> Placed { get; init; } = new Dictionary<uint, FileRange>();
}
