// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Mcount;

/// <summary>One entry of <c>__mcount_loc</c>: where a traced function calls the tracer.</summary>
/// <param name="Section">Index of the section with the function.</param>
/// <param name="Offset">What is recorded, as an offset in that section: the call, or where the machine has it adjusted to.</param>
/// <param name="Symbol">Index of the symbol that the record names; 0 while a section symbol has yet to be made.</param>
/// <param name="Addend">What the record adds to that symbol's value.</param>
public readonly record struct McountRecord(uint Section, ulong Offset, uint Symbol, long Addend);
