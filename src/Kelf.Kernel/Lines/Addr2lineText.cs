// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.Lines;

/// <summary>Places in the words of <c>addr2line</c>.</summary>
public static class Addr2lineText
{
    /// <summary>What stands where nothing is known.</summary>
    public const string Unknown = "??";

    /// <summary><c>fs/read_write.c:571</c>; <c>fs/read_write.c:?</c> where the compiler gave no line, <c>??:?</c> without a file.</summary>
    public static string Of(in SourcePlace place) =>
        $"{place.File ?? Unknown}:{(place.Line == 0 ? "?" : place.Line.ToString(CultureInfo.InvariantCulture))}";

    /// <summary>The function as its symbol has it: of Rust and C++ the mangled name.</summary>
    public static string SymbolOf(in SourcePlace place) =>
        place.LinkageName.Length > 0 ? place.LinkageName : place.Function.Length > 0 ? place.Function : Unknown;
}
