// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Settings;

namespace Kelf.Kernel.Kallsyms.Format;

/// <summary>Which tables a release has, in which order, and what they are called.</summary>
internal static class TableShape
{
    /// <summary>Entries between two markers.</summary>
    public const int MarkerDistance = 256;

    /// <summary>Bytes of a place in <see cref="TablePart.NameOrder"/>.</summary>
    public const int PlaceSize = 3;

    /// <summary>Symbol of the first byte of a kernel, which addresses are relative to.</summary>
    public const string Text = "_text";

    private static readonly string[] s_symbols =
    [
        "kallsyms_num_syms", "kallsyms_names", "kallsyms_markers", "kallsyms_token_table", "kallsyms_token_index",
        "kallsyms_offsets", "kallsyms_addresses", "kallsyms_relative_base", "kallsyms_seqs_of_names",
    ];

    /// <summary>The symbol at which a table begins.</summary>
    public static string SymbolOf(TablePart part) => s_symbols[(int)part];

    /// <summary>The tables, in order.</summary>
    public static IReadOnlyList<TablePart> PartsOf(KallsymsOptions options) => options.Layout switch
    {
        KallsymsLayout.Linux61 when options.BaseRelative =>
        [
            TablePart.Offsets, TablePart.RelativeBase, TablePart.Count, TablePart.Names, TablePart.Markers,
            TablePart.NameOrder, TablePart.TokenTable, TablePart.TokenIndex,
        ],
        KallsymsLayout.Linux61 =>
        [
            TablePart.Addresses, TablePart.Count, TablePart.Names, TablePart.Markers, TablePart.NameOrder,
            TablePart.TokenTable, TablePart.TokenIndex,
        ],
        KallsymsLayout.Linux612 =>
        [
            TablePart.Count, TablePart.Names, TablePart.Markers, TablePart.TokenTable, TablePart.TokenIndex,
            TablePart.Offsets, TablePart.RelativeBase, TablePart.NameOrder,
        ],
        _ =>
        [
            TablePart.Count, TablePart.Names, TablePart.Markers, TablePart.TokenTable, TablePart.TokenIndex,
            TablePart.Offsets, TablePart.NameOrder,
        ],
    };

    /// <summary>Whether the symbol of a table has a size; those of 7.3 are made so that tools can see where they end.</summary>
    public static bool HasSize(KallsymsLayout layout, TablePart part) => layout == KallsymsLayout.Linux73
        && part is TablePart.Names or TablePart.Markers or TablePart.TokenTable or TablePart.Offsets;
}
