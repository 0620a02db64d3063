// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>A subprogram or variable entry whose own name, or whose abstract origin's, is on the list.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Source">The entry that parameters and type are taken from: the abstract origin if there is one.</param>
/// <param name="OwnSymbol">The symbol of its own name, or -1.</param>
/// <param name="SourceSymbol">The symbol of the source's name, or -1.</param>
/// <param name="IsFunction">A subprogram, not a variable.</param>
/// <param name="IsPointer">The source is a symbol pointer: it gives the type of the symbol that its name ends in.</param>
/// <param name="IsDeclaration">The entry only declares (<c>DW_AT_declaration</c>), and no definition in its unit refers to it.</param>
/// <param name="IsExternal">The entry, or its source, is visible outside its unit (<c>DW_AT_external</c>).</param>
/// <param name="HasAddress">
/// The entry stands for code or data that is there (<c>DW_AT_low_pc</c>, <c>DW_AT_ranges</c>, <c>DW_AT_location</c>).
/// </param>
internal readonly record struct Candidate(
    DieOffset Entry,
    DieOffset Source,
    int OwnSymbol,
    int SourceSymbol,
    bool IsFunction,
    bool IsPointer,
    bool IsDeclaration,
    bool IsExternal,
    bool HasAddress);
