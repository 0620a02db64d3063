// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Places;

/// <summary>The call that an inlined function stands in place of (DWARF 5 §3.3.8.2).</summary>
/// <param name="File">Number of the file in the unit's line table; null when it is not known.</param>
/// <param name="Line">The line, from 1; 0 when it is not known.</param>
/// <param name="Column">The column, from 1; 0 when it is not known.</param>
/// <param name="Discriminator">Which of several blocks of the line (<c>DW_AT_GNU_discriminator</c>); 0 when there is but one.</param>
public readonly record struct InlinedCall(ulong? File, uint Line, uint Column, uint Discriminator);
