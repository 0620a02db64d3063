// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.References;

/// <summary>A forbidden reference that no exception accepts.</summary>
/// <param name="Kind">Why it is forbidden.</param>
/// <param name="Source">The section with the reference.</param>
/// <param name="Offset">Where in it.</param>
/// <param name="SourceSymbol">Index of the symbol that it is in, or -1.</param>
/// <param name="Target">The section that it leads to.</param>
/// <param name="Address">The address that modpost computes; all ones when it cannot.</param>
/// <param name="TargetSymbol">Index of the symbol there, or -1.</param>
internal readonly record struct SectionMismatch(
    MismatchKind Kind, ElfSection Source, ulong Offset, int SourceSymbol, ElfSection Target, ulong Address, int TargetSymbol);
