// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines.Tables;

/// <summary>An entry of a table that a kernel searches: the last one at or before an address counts.</summary>
/// <param name="Offset">Bytes from <c>_text</c>, or from the beginning of a module's section.</param>
/// <param name="File">
/// Number of the file in <see cref="LineTable.Files"/>; when it is their number, there is no line from here on: readers of the
/// proposed format answer "none" to it.
/// </param>
/// <param name="Line">The line.</param>
public readonly record struct LineEntry(uint Offset, int File, uint Line);
