// SPDX-License-Identifier: MIT OR GPL-2.0-only
// Copies an object with one more section, whose contents are those of a file, and the symbol of that section:
//     addsection-sample demo.o .note.mine note.bin out.o
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.ObjectFiles.Errors;

if (args is not [var path, var name, var contents, var result])
{
    Console.Error.WriteLine("usage: addsection-sample FILE SECTION CONTENTS OUTPUT");
    return 2;
}

try
{
    using ElfFile elf = ElfFile.Open(path);
    // The editor says what there will be. Nothing of the old file is copied before it is written.
    ElfEditor editor = new(elf);
    SectionIndex section = editor.Add(new AddedSection(
        name, ElfSectionType.ProgramBits, ElfSectionFlags.None, File.ReadAllBytes(contents), Alignment: 8, EntrySize: 0));
    if (elf.SymbolSection is { } table)
    {
        SymbolTableEditor symbols = editor.EditSymbols(table);
        symbols.AddSectionSymbol(section);
        symbols.Apply();
    }

    // All that is loaded stays, the rest moves together: see the other arrangements, too.
    EditedTables tables = editor.MakeTables(SectionNaming.Compacted);
    EditedFile edited = tables.Reserve(PackedArrangement.Make(tables));
    using FileStream output = File.Create(result);
    edited.WriteTo(output.Write);
    return 0;
}
catch (Exception exception) when (exception is KelfException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
