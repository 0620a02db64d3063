// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kallsyms.Format;

/// <summary>Where a table begins in the section of tables.</summary>
/// <param name="Part">Which table.</param>
/// <param name="Offset">Offset of its first byte.</param>
/// <param name="Size">Its bytes, without what is added up to the next table.</param>
public readonly record struct TableLabel(TablePart Part, int Offset, int Size);

/// <summary>A number in the tables that depends on where <c>_text</c> will be.</summary>
/// <param name="Offset">Where it is in the section.</param>
/// <param name="Distance">What is added to the address of <c>_text</c>.</param>
public readonly record struct TableReference(int Offset, long Distance);
