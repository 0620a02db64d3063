// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>The tables of a kernel that were found without its symbols, and checked.</summary>
/// <param name="Table">What they say.</param>
/// <param name="Class">Whether the kernel has 32 or 64 bits.</param>
/// <param name="Place">What they are in: the file, or a stream in it.</param>
/// <param name="Offset">Offset of <c>kallsyms_names</c> there.</param>
public sealed record FoundTables(DecodedTable Table, ElfClass Class, string Place, ulong Offset);
