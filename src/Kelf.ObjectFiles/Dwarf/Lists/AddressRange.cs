// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Lists;

/// <summary>A range of addresses.</summary>
/// <param name="Start">First address.</param>
/// <param name="End">The address after the last one.</param>
public readonly record struct AddressRange(ulong Start, ulong End);
