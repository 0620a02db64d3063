// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Modules;
using Kelf.Kernel.Shared.Objects;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>
/// Puts tables into a module where it lies: sections and their relocations at its end, all other bytes as they are. What a linker
/// would do with the object of <see cref="TableObjects"/>, without moving anything.
/// </summary>
public static class ModuleEditor
{
    /// <summary>Plans the module with tables. Tables that it has already are replaced.</summary>
    /// <param name="module">The module.</param>
    /// <param name="table">Its table.</param>
    /// <exception cref="RefusedException">The module is signed, or the machine's relocations are not known.</exception>
    /// <exception cref="MalformedFileException">Its symbol table is malformed.</exception>
    public static ElfEditor Edit(ElfFile module, LineTable table)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(table);
        string file = module.Image.Source.File;
        ModuleSignature.Refuse(module.Image, "add the tables before it is signed");
        ElfObjectKind kind = ElfObjectKind.Of(module);
        ElfEditor editor = new(module);
        Lazy<SymbolTableEditor> added = new(() => editor.EditSymbols(module.SymbolSection!));
        Dictionary<string, uint> symbols = [];
        foreach (LineArea area in table.Areas)
        {
            symbols[area.Section] = SymbolOf(module, area.Section)
                ?? (uint)added.Value.AddSectionSymbol(SectionOf(module, area.Section).Index);
        }

        foreach (ModuleBlob blob in LineSections.Blobs)
        {
            (byte[] Contents, IReadOnlyList<(string Section, int Offset)> Anchors)? encoded = LineSections.Encode(table, blob, kind.Class, kind.Order);
            string name = LineSections.NameOf(blob);
            if (module.TryFindSection(name, out ElfSection? old))
            {
                Replace(editor, old, encoded ?? ([], []), symbols, TableRelocations.For(kind, file, "--format asm"), kind);
            }
            else if (encoded is { } made)
            {
                TableObjects.AddBlob(editor, name, made, section => symbols[section], kind, file);
            }
        }

        if (added.IsValueCreated)
        {
            added.Value.Apply();
        }

        return editor;
    }

    // The areas are those of sections that were found by their names.
    private static ElfSection SectionOf(ElfFile module, string name) => module.TryFindSection(name, out ElfSection? section)
        ? section
        : throw new ArgumentException($"no section {name}", nameof(name));

    private static uint? SymbolOf(ElfFile module, string name)
    {
        ElfSymbolTable symbols = NeededSymbols.Of(module);
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (symbol.Type == ElfSymbolType.Section && symbol.SectionNumber < (uint)module.Sections.Length
                && module.Sections[(int)symbol.SectionNumber].Name == name)
            {
                return (uint)i;
            }
        }

        return null;
    }

    // The section and its relocations keep their numbers, so that nothing else changes.
    private static void Replace(
        ElfEditor editor, ElfSection old, (byte[] Contents, IReadOnlyList<(string Section, int Offset)> Anchors) made,
        Dictionary<string, uint> symbols, TableRelocations types, ElfObjectKind kind)
    {
        ElfFile module = editor.File;
        ReplaceChanged(editor, old, made.Contents);
        byte[] records = TableObjects.Relocations(made.Anchors, section => symbols[section], kind, types);
        ElfSection? relocations = module.Sections.ToArray().FirstOrDefault(section =>
            section.Info == old.Index.Value && section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends);
        if (relocations is null)
        {
            throw new RefusedException(
                module.Image.Source.File, $"its {old.Name} has no relocations: give the module as it was before the tables were added");
        }

        ReplaceChanged(editor, relocations, records);
    }

    private static void ReplaceChanged(ElfEditor editor, ElfSection section, byte[] contents)
    {
        if (!editor.File.Contents(section).Span().SequenceEqual(contents))
        {
            editor.Replace(section.Index, contents);
        }
    }
}
