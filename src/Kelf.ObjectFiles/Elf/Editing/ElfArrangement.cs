// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>A section and the alignment that it gets in the file.</summary>
/// <param name="Section">The section.</param>
/// <param name="Alignment">Any number; 0 means 1.</param>
public readonly record struct AlignedSection(ElfSection Section, ulong Alignment);

/// <summary>
/// What of an edited file stays at its place, and in which order the rest follows: <see cref="EditedTables.Reserve"/> gives
/// each its place. The exact layouts of other programs are arrangements of their own.
/// </summary>
/// <param name="Staying">Ranges that keep their offsets, in rising order, after the headers at the beginning.</param>
/// <param name="End">Where the rest begins.</param>
/// <param name="Moving">The rest: each section after the one before. The section headers follow.</param>
public sealed record ElfArrangement(IReadOnlyList<FileRange> Staying, ulong End, IReadOnlyList<AlignedSection> Moving)
{
    /// <summary>New offsets of sections without bytes, by their numbers in the editor.</summary>
    public IReadOnlyDictionary<uint, FileRange> Placed { get; init; } = new Dictionary<uint, FileRange>();

    /// <summary>Sections after the section headers.</summary>
    public IReadOnlyList<AlignedSection> Last { get; init; } = [];

    /// <summary>Bytes at the beginning that are made anew; null for the ELF header and the program headers.</summary>
    internal ulong? HeadSize { get; init; }

    /// <summary>True when the old section headers, which stay where they are and mean nothing any more, are changed too.</summary>
    internal bool ChangesOldHeaders { get; init; }
}
