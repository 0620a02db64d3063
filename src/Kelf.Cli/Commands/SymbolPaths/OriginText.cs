// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.SymbolPaths.Attribution;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>The words for what told a path: those of the option <c>--sources</c>.</summary>
internal static class OriginText
{
    /// <summary>The word.</summary>
    public static string Of(PathOrigin origin) => origin switch
    {
        PathOrigin.None => "none",
        PathOrigin.Symid => "symid",
        PathOrigin.Map => "map",
        PathOrigin.Promoted => "promoted",
        PathOrigin.File => "file",
        PathOrigin.Prefix => "prefix",
        PathOrigin.Global => "global",
        PathOrigin.Dwarf => "dwarf",
        PathOrigin.Script => "script",
        PathOrigin.Side => "side",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "not an origin"),
    };
}

/// <summary>Numbers as addresses.</summary>
internal static class HexText
{
    /// <summary><c>0x1f</c></summary>
    public static string Of(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);
}
