// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths;

/// <summary>An entry of a kernel's or a module's run-time symbol table (kallsyms).</summary>
/// <param name="Address">Linked address; in a module the place where its loader lays the symbol, see ModuleListing.</param>
/// <param name="Letter">Type letter as nm prints it, upper case when global.</param>
/// <param name="Name">Number of the name in <see cref="RuntimeSymbols.Names"/>.</param>
/// <param name="Index">Index in <c>.symtab</c>, or -1 when the entry does not come from one.</param>
public readonly record struct RuntimeSymbol(ulong Address, byte Letter, int Name, int Index);
