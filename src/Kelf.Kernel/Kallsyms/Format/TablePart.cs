// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kallsyms.Format;

/// <summary>One of the tables, each of which begins at a symbol that the kernel's C code knows.</summary>
public enum TablePart
{
    /// <summary><c>kallsyms_num_syms</c>: number of entries, 32 bits.</summary>
    Count,

    /// <summary><c>kallsyms_names</c>: compressed letters and names, each after its length.</summary>
    Names,

    /// <summary><c>kallsyms_markers</c>: offset in the names of every 256th entry, 32 bits each.</summary>
    Markers,

    /// <summary><c>kallsyms_token_table</c>: 256 NUL-terminated strings.</summary>
    TokenTable,

    /// <summary><c>kallsyms_token_index</c>: their offsets, 16 bits each.</summary>
    TokenIndex,

    /// <summary><c>kallsyms_offsets</c>: addresses as 32-bit distances.</summary>
    Offsets,

    /// <summary><c>kallsyms_addresses</c>: addresses as words.</summary>
    Addresses,

    /// <summary><c>kallsyms_relative_base</c>: what the distances are from, a word.</summary>
    RelativeBase,

    /// <summary><c>kallsyms_seqs_of_names</c>: places in the order of names, three bytes each, the highest first.</summary>
    NameOrder,
}
