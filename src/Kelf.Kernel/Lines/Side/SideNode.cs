// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines.Side;

/// <summary>A function at a place in code: one that has a symbol, or one that was inlined there.</summary>
/// <param name="Parent">
/// Number of the node that it was inlined into, which is a smaller one; <see cref="SideSegment.Nothing"/> when it was not.
/// </param>
/// <param name="Function">Number of the function in <see cref="SideLineTable.Functions"/>.</param>
/// <param name="CallFile">Where it was called from: a number as that of <see cref="SideRow.File"/>; 0 when it was not inlined.</param>
/// <param name="CallLine">The line there; 0 when there is none.</param>
public readonly record struct SideNode(int Parent, int Function, int CallFile, uint CallLine);

/// <summary>A run of code in one function.</summary>
/// <param name="Address">Where it begins; the next one ends it.</param>
/// <param name="Node">The innermost function: number of a <see cref="SideNode"/>, or <see cref="Nothing"/>.</param>
public readonly record struct SideSegment(ulong Address, int Node)
{
    /// <summary>In place of a node: no function is known from this address on.</summary>
    public const int Nothing = -1;
}
