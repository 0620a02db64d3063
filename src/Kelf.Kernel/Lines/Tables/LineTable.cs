// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines.Tables;

/// <summary>The lines of a kernel's text, or of the sections of a module, as the proposed <c>CONFIG_KALLSYMS_LINEINFO</c> has them.</summary>
/// <param name="Files">The files, as bytes without NUL.</param>
/// <param name="Areas">One for a kernel; for a module one for each section that is covered and has entries.</param>
public sealed record LineTable(IReadOnlyList<ReadOnlyMemory<byte>> Files, IReadOnlyList<LineArea> Areas)
{
    /// <summary>Entries of a block (<c>LINEINFO_BLOCK_ENTRIES</c>).</summary>
    public const int BlockEntries = 64;

    /// <summary>Files at most: the generator of the proposal refuses more.</summary>
    public const int MostFiles = 65535;

    /// <summary>
    /// The layout is that of version 7 with a fault of it: in a module the place of a table is that of the padding before it, so that the
    /// second table of a section is read wrongly unless the names before it happen to end at a multiple of four bytes.
    /// </summary>
    public bool IsOriginal { get; init; }
}

/// <summary>Entries whose offsets count from one place.</summary>
/// <param name="Section">Name of the section in a module; empty for a kernel.</param>
/// <param name="Size">Bytes of the section; 0 for a kernel.</param>
/// <param name="Entries">The entries, in the order of offsets.</param>
public sealed record LineArea(string Section, uint Size, IReadOnlyList<LineEntry> Entries);
