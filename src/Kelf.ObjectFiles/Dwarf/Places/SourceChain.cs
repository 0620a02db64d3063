// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Places;

/// <summary>What a unit says of an address.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Frames">The innermost inlined function first, the function that has a symbol last; never empty.</param>
public sealed record SourceChain(DwarfUnit Unit, IReadOnlyList<SourceFrame> Frames);
