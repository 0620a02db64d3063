// SPDX-License-Identifier: MIT OR GPL-2.0-only
// The sections, the defined symbols and the build ID of an ELF file:
//     sections-sample demo.o
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Errors;
using Kelf.ObjectFiles.Names;

if (args is not [var path])
{
    Console.Error.WriteLine("usage: sections-sample FILE");
    return 2;
}

try
{
    // The file is mapped, and nothing of it is copied: a view decodes a record when it is asked for.
    using ElfFile elf = ElfFile.Open(path);
    Console.WriteLine($"{elf.Machine}, {elf.Type}, {elf.ByteOrder}-endian");
    foreach (ElfSection section in elf.Sections)
    {
        Console.WriteLine($"[{section.Index.Value,3}] {section.Name,-24} {section.Type,-16} {section.Size,8}  {section.Flags}");
    }

    ElfSymbolTable symbols = elf.SymbolTable;
    foreach (ElfSymbol symbol in symbols)
    {
        if (!symbol.IsUndefined && symbol.Binding == ElfSymbolBinding.Global)
        {
            Console.WriteLine($"{symbol.Value:x16} {symbol.Type,-8} {Utf8Name.ToText(symbols.NameOf(symbol))}");
        }
    }

    foreach (ElfNote note in elf.ReadNotes())
    {
        if (note.Is(GnuNoteType.BuildId))
        {
            Console.WriteLine($"build ID {Convert.ToHexStringLower(note.Description.Span())}");
        }
    }

    return 0;
}
catch (KelfException exception)
{
    // Both name the file, and the section and offset where there is one.
    Console.Error.WriteLine(exception.Message);
    return 1;
}
