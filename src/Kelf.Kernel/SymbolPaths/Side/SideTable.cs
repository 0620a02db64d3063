// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Side;

/// <summary>What the flags of a side table say.</summary>
[Flags]
public enum SideTableFlags
{
    /// <summary>Entries are those of the kallsyms table, all that have a known path have it here.</summary>
    None = 0,

    /// <summary>Entries are those of <c>.symtab</c>, as in modules.</summary>
    SymbolTableOrder = 1,

    /// <summary>Only entries whose name others have too have a path.</summary>
    OnlyAmbiguous = 2,
}

/// <summary>
/// The contents of a <c>.ksympath</c> section or file: for each entry of a symbol table the source that it comes from.
/// </summary>
/// <param name="Flags">What the entries are.</param>
/// <param name="Binding">The table that it belongs to; see <see cref="SideTableBinding"/>.</param>
/// <param name="Paths">The paths; the first is empty and stands for none.</param>
/// <param name="PathOf">For each entry the number of its path.</param>
/// <example>
/// Three entries, of which the first two are from <c>init/main.c</c>: paths <c>["", "init/main.c"]</c>, entries <c>[1, 1, 0]</c>; in the
/// file one directory <c>init</c>, one file (0, <c>main.c</c>), and the runs (2, 1) and (1, 0).
/// </example>
public sealed record SideTable(SideTableFlags Flags, ulong Binding, IReadOnlyList<string> Paths, IReadOnlyList<int> PathOf)
{
    /// <summary>Name of the section.</summary>
    public const string SectionName = ".ksympath";

    /// <summary>First eight bytes.</summary>
    internal static ReadOnlySpan<byte> Magic => "KSYMPTH1"u8;

    /// <summary>Bytes before the directories.</summary>
    internal const int HeaderSize = 56;

    /// <summary>Runs from one checkpoint to the next.</summary>
    internal const int RunsPerCheckpoint = 64;
}
