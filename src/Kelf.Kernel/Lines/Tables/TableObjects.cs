// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Objects;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>
/// Writes a table as the object that is linked into a kernel or a module: on x86-64 byte for byte what GNU as makes of
/// <see cref="TableText"/>, elsewhere one that links to the same bytes.
/// </summary>
public static class TableObjects
{
    /// <summary>The object for a kernel.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="kind">Machine, class and so on of the kernel.</param>
    /// <param name="sink">Takes the object.</param>
    public static void WriteKernel(LineTable table, ElfObjectKind kind, IByteSink sink)
    {
        ArgumentNullException.ThrowIfNull(table);
        KernelSection section = KernelSection.Of(table, kind.Order);
        TableObject made = new(kind, section.Contents, KernelSection.Alignment);
        foreach ((string name, int offset) in section.Symbols)
        {
            made.Define(name, offset, size: 0);
        }

        made.WriteTo(sink);
    }

    /// <summary>The object for a module, which has to be the first that <c>ld -r</c> joins with it.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="present">The covered sections that the module has.</param>
    /// <param name="kind">Machine, class and so on of the module.</param>
    /// <param name="file">The module, for messages.</param>
    /// <param name="sink">Takes the object.</param>
    /// <exception cref="RefusedException">The machine's relocations are not known.</exception>
    public static void WriteModule(LineTable table, IReadOnlyList<string> present, ElfObjectKind kind, string file, IByteSink sink)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(present);
        ArgumentNullException.ThrowIfNull(sink);
        ElfEditor editor = new(EmptyObject.Make(kind));
        ElfSection symbolSection = editor.File.SymbolSection!;
        editor.AddBefore(symbolSection.Index);
        Dictionary<string, SectionIndex> sections = [];
        foreach (string name in present)
        {
            sections[name] = editor.File.TryFindSection(name, out ElfSection? there) ? there.Index : editor.Add(new AddedSection(
                name, ElfSectionType.ProgramBits, ElfSectionFlags.Allocated | ElfSectionFlags.Executable, ReadOnlyMemory<byte>.Empty,
                Alignment: 1, EntrySize: 0));
        }

        // The sections come first: their numbers are fixed when the symbols are.
        SymbolTableEditor symbols = editor.EditSymbols(symbolSection);
        Dictionary<string, uint> symbolOf = table.Areas.Select(area => area.Section)
            .OrderBy(name => present.ToList().IndexOf(name))
            .ToDictionary(name => name, name => (uint)symbols.AddSectionSymbol(sections[name]));
        foreach (ModuleBlob blob in LineSections.Blobs)
        {
            if (LineSections.Encode(table, blob, kind.Class, kind.Order) is { } encoded)
            {
                AddBlob(editor, LineSections.NameOf(blob), encoded, name => symbolOf[name], kind, file);
            }
        }

        symbols.Apply();
        EditedTables tables = editor.MakeTables(SectionNaming.FirstUse);
        tables.Reserve(AssemblerArrangement.Make(tables)).WriteTo(sink.Write);
    }

    /// <summary>Adds a section with tables and its relocations.</summary>
    internal static void AddBlob(
        ElfEditor editor, string name, (byte[] Contents, IReadOnlyList<(string Section, int Offset)> Anchors) encoded,
        Func<string, uint> symbolOf, ElfObjectKind kind, string file)
    {
        TableRelocations types = TableRelocations.For(kind, file, "--format asm");
        SectionIndex section = editor.Add(new AddedSection(
            name, ElfSectionType.ProgramBits, ElfSectionFlags.Allocated, encoded.Contents, LineSections.Alignment, EntrySize: 0));
        ElfLayout layout = editor.File.Layout;
        editor.Add(new AddedSection(
            (types.HasAddends ? ".rela" : ".rel") + name,
            types.HasAddends ? ElfSectionType.RelocationsWithAddends : ElfSectionType.Relocations,
            ElfSectionFlags.InfoLink, Relocations(encoded.Anchors, symbolOf, kind, types), (uint)layout.WordSize,
            (uint)layout.RelocationSize(types.HasAddends), Link: editor.File.SymbolSection!.Index.Value, Info: section.Value));
    }

    /// <summary>The records that put the addresses of sections into a table.</summary>
    internal static byte[] Relocations(
        IReadOnlyList<(string Section, int Offset)> anchors, Func<string, uint> symbolOf, ElfObjectKind kind, TableRelocations types)
    {
        ElfEncoder encoder = new(kind.Class, kind.Order);
        int size = encoder.Layout.RelocationSize(types.HasAddends);
        byte[] records = new byte[anchors.Count * size];
        for (int i = 0; i < anchors.Count; i++)
        {
            encoder.Relocation(
                records.AsSpan(i * size), new ElfRelocation((ulong)anchors[i].Offset, types.Word, symbolOf(anchors[i].Section), 0),
                types.HasAddends, kind.Machine);
        }

        return records;
    }
}
