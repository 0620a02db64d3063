// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.DebugJoin;

/// <summary>
/// What the linker is asked: the value of a symbol, in one debugging section. Millions of relocations name some thousand symbols,
/// and what the linker says of one holds for all that name it, whatever they add.
/// </summary>
/// <param name="Symbol">The symbol's index in its object.</param>
/// <param name="Addend">
/// Added to it: 0, but for the symbol of a section that the linker merges, where each place may go somewhere else.
/// </param>
internal readonly record struct SymbolQuestion(uint Symbol, long Addend);
