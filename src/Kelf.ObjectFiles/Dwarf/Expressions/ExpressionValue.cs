// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Expressions;

/// <summary>What an expression comes to without a running program.</summary>
/// <param name="Value">
/// The number on top of the stack, as wide as an address of the unit; in a relocatable file an address is an offset in its section.
/// </param>
/// <param name="IsValue">
/// True when it ends in <c>DW_OP_stack_value</c> (DWARF 5 §2.6.1.1.3): the number is what the object contains, not where it is.
/// </param>
public readonly record struct ExpressionValue(ulong Value, bool IsValue);
