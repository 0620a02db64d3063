// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>One text to build: the entry that gives an alias group its type.</summary>
/// <param name="Group">The alias group.</param>
/// <param name="Source">The subprogram, variable, pointer or function type that is described.</param>
/// <param name="IsFunction">Described as <c>subprogram (...)</c>, otherwise as <c>variable ...</c>.</param>
internal readonly record struct SymbolTask(int Group, DieOffset Source, bool IsFunction);
