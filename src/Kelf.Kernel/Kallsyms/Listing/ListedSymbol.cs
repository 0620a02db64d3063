// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kallsyms.Listing;

/// <summary>One line of what <c>nm -n</c> prints.</summary>
/// <param name="Value">The address.</param>
/// <param name="NameOffset">Where the name begins in <see cref="SymbolListing.Names"/>.</param>
/// <param name="NameLength">Bytes of the name.</param>
/// <param name="Index">Index in the symbol table of an image, or number of the line, from 1, in a map.</param>
/// <param name="Letter">What kind of symbol it is: <c>T</c>, <c>d</c>, ... in ASCII.</param>
/// <param name="IsUndefined">True when there is no address.</param>
public readonly record struct ListedSymbol(
    ulong Value, ulong NameOffset, int NameLength, int Index, byte Letter, bool IsUndefined = false);
