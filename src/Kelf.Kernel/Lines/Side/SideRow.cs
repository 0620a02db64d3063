// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines.Side;

/// <summary>A place in the source, and the first address of which it is that; the next row ends it.</summary>
/// <param name="Address">The address.</param>
/// <param name="File">Number of the file in <see cref="SideLineTable.Files"/>, 0 when it is not known, or <see cref="Nothing"/>.</param>
/// <param name="Line">The line; 0 when the compiler gave none.</param>
public readonly record struct SideRow(ulong Address, int File, uint Line)
{
    /// <summary>In place of a file: there is no place from this address on.</summary>
    public const int Nothing = -1;

    /// <summary>True when this has the place of another row.</summary>
    public bool HasPlaceOf(in SideRow other) => File == other.File && Line == other.Line;
}
