// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Modules;

/// <summary>
/// The table of exports in an image or a module, of Linux 4.14 to 7.3: <c>__ksymtab</c> and its like name the symbols,
/// <c>__kcrctab</c> has their versions, and <c>__kflagstab</c> (7.3) what the names of sections said before.
/// </summary>
/// <remarks>
/// The layout of an entry is that with which all names of the table are strings of <c>__ksymtab_strings</c>. No other can be: half
/// of what it takes for names would be something else.
/// </remarks>
public static class ExportTable
{
    private const string Strings = "__ksymtab_strings";
    private const byte GplOnly = 1; // KSYM_FLAG_GPL_ONLY

    // Those that are for GPL modules only, or were to become so; and unused ones, which are gone from newer kernels.
    private static readonly (string Suffix, bool IsGplOnly)[] s_tables =
        [("", false), ("_gpl", true), ("_gpl_future", false), ("_unused", false), ("_unused_gpl", true)];

    /// <summary>Reads it, in the order of the file; empty when the file exports nothing.</summary>
    /// <exception cref="MalformedFileException">A table has none of the known layouts, or a version is missing.</exception>
    public static IReadOnlyList<ExportedSymbol> Read(ElfFile elf)
    {
        ArgumentNullException.ThrowIfNull(elf);
        List<ExportedSymbol> exports = [];
        // Files with debugging information alone keep the headers of sections, and not their bytes.
        if (!elf.TryFindSection(Strings, out ElfSection? strings) || !strings.HasBytes)
        {
            return exports;
        }

        foreach ((string suffix, bool isGplOnly) in s_tables)
        {
            if (elf.TryFindSection("__ksymtab" + suffix, out ElfSection? table) && table.Size > 0)
            {
                Read(elf, table, strings, suffix, isGplOnly, exports);
            }
        }

        return exports;
    }

    private static void Read(
        ElfFile elf, ElfSection table, ElfSection strings, string suffix, bool isGplOnly, List<ExportedSymbol> exports)
    {
        StringReferences references = StringReferences.Of(elf, table, strings);
        ExportTableLayout layout = ExportTableLayout.Of(elf.Class).FirstOrDefault(candidate => Fits(candidate, table, references))
            ?? throw elf.Contents(table).Malformed(0, $"the entries of {table.Name} have no layout that is known here (Linux 4.14 to 7.3)");
        CrcTable? versions = CrcTable.Find(elf, "__kcrctab" + suffix);
        Region flags = elf.TryFindSection("__kflagstab" + suffix, out ElfSection? section) ? elf.Contents(section) : default;
        for (ulong offset = 0, i = 0; offset < table.Size; offset += (ulong)layout.Size, i++)
        {
            exports.Add(new ExportedSymbol(
                references.TextAt(offset + (ulong)layout.Name, layout.IsRelative),
                versions?.At(i) ?? 0,
                flags.IsEmpty ? isGplOnly : (flags.Span(i, 1)[0] & GplOnly) != 0,
                layout.Namespace is { } place ? references.TextAt(offset + (ulong)place, layout.IsRelative) : ""));
        }
    }

    private static bool Fits(ExportTableLayout layout, ElfSection table, StringReferences references)
    {
        if (table.Size % (ulong)layout.Size != 0)
        {
            return false;
        }

        for (ulong offset = 0; offset < table.Size; offset += (ulong)layout.Size)
        {
            if (references.At(offset + (ulong)layout.Name, layout.IsRelative).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }
}
