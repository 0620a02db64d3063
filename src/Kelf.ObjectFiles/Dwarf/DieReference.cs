// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf;

/// <summary>An entry of any unit.</summary>
/// <param name="Unit">The unit that it lies in.</param>
/// <param name="Offset">Where it starts; that an entry does is not checked before it is read.</param>
public readonly record struct DieReference(DwarfUnit Unit, DieOffset Offset)
{
    /// <summary>A reader that stands before the entry.</summary>
    public DieReader Read() => Unit.EntriesFrom(Offset);

    /// <summary>An error about the entry.</summary>
    public MalformedFileException Malformed(string what) => Unit.Contents.Malformed((ulong)Unit.PositionOf(Offset), what);
}
