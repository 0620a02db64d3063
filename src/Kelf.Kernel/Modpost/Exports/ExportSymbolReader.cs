// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.Exports;

/// <summary>
/// Exports of 6.1: a symbol <c>__ksymtab_NAME</c> for each in a section of its own, whose name says whether it is for the GPL only, and
/// a symbol <c>__kstrtabns_NAME</c> at its namespace.
/// </summary>
/// <param name="scanned">The object.</param>
/// <param name="names">Takes the names.</param>
/// <param name="module">Takes the exports.</param>
public sealed class ExportSymbolReader(ScannedObject scanned, NameTable names, ModpostModule module)
{
    private static readonly byte[] s_export = "__ksymtab_"u8.ToArray();
    private static readonly byte[] s_namespace = "__kstrtabns_"u8.ToArray();

    /// <summary>Looks at a symbol of the table.</summary>
    /// <param name="symbol">The symbol, which is defined.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="MalformedFileException">Its section is outside of the table.</exception>
    public void Read(ElfSymbol symbol, ReadOnlySpan<byte> name)
    {
        if (!name.StartsWith(s_export) || SectionOf(symbol) is not { } section)
        {
            return;
        }

        bool isGplOnly = section.Name.StartsWith("___ksymtab_gpl+", StringComparison.Ordinal);
        if (isGplOnly || section.Name.StartsWith("___ksymtab+", StringComparison.Ordinal))
        {
            scanned.Messages.Defer(module.Exports.Count);
            module.Exports.Add(new Export(names.Add(name[s_export.Length..]), module) { IsGplOnly = isGplOnly });
        }
    }

    /// <summary>Gives the exports their namespaces, when all symbols were looked at.</summary>
    /// <exception cref="MalformedFileException">A namespace is outside of its section.</exception>
    public void ReadNamespaces()
    {
        Dictionary<int, Export> exports = [];
        foreach (Export export in module.Exports)
        {
            exports[export.Name] = export;
        }

        if (exports.Count == 0)
        {
            return;
        }

        OverlapBudget budget = new(scanned.File.Image, "namespaces of exports", "file");
        foreach (ElfSymbol symbol in scanned.Symbols)
        {
            ReadOnlySpan<byte> name = scanned.Names[symbol.Index];
            if (name.StartsWith(s_namespace) && SectionOf(symbol) is { } section
                && exports.TryGetValue(names.Add(name[s_namespace.Length..]), out Export? export))
            {
                ReadOnlySpan<byte> space = scanned.File.Contents(section).CString(symbol.Value);
                budget.Spend(section.Offset, space.Length);
                export.Namespace = Latin1.Of(space);
            }
        }
    }

    private ElfSection? SectionOf(ElfSymbol symbol) => symbol.IsUndefined || symbol.SectionNumber >= ElfSymbol.ReservedSections
        ? null
        : scanned.File.SectionAt(symbol.SectionNumber, "section of a symbol");
}
