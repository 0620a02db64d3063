// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;

namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>What <c>kelf lookup --line</c> is asked for.</summary>
/// <param name="IsReturn">Queries are return addresses.</param>
/// <param name="Inline">How inlined functions are shown.</param>
/// <param name="Format">The form of the text.</param>
/// <param name="Source">How many lines of the source before and after each place are shown; null for none.</param>
/// <param name="SourceDirectory">Where the source is, or null to find out.</param>
internal sealed record LineRequest(bool IsReturn, InlineForm Inline, PlaceFormat Format, int? Source, string? SourceDirectory);

/// <summary>The forms of places.</summary>
internal enum PlaceFormat
{
    /// <summary>kelf's own.</summary>
    Text,

    /// <summary>That of <c>addr2line -fi</c>.</summary>
    Addr2line,

    /// <summary>That of <c>scripts/faddr2line</c>.</summary>
    Faddr2line,
}
