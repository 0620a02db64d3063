// SPDX-License-Identifier: MIT OR GPL-2.0-only
// The functions of an object that have code, with their addresses and the source file of their unit, by debugging information:
//     functions-sample demo.o
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Symbols;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Errors;
using Kelf.ObjectFiles.Names;

if (args is not [var path])
{
    Console.Error.WriteLine("usage: functions-sample FILE");
    return 2;
}

try
{
    using MappedFile file = MappedFile.Open(path);
    // Sections of debugging information are decompressed and relocated where that is needed.
    using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(file.Contents));
    foreach (DwarfUnit unit in dwarf.Units)
    {
        string source = Utf8Name.ToText(unit.Name);
        DieReader entries = unit.Entries();
        while (entries.Next())
        {
            DieReference entry = new(unit, entries.Offset);
            if (entries.Tag != DwTag.Subprogram)
            {
                entries.SkipAttributes();
                continue;
            }

            SymbolEntry function = SymbolEntry.Read(unit, ref entries);
            if (function.HasAddress && !function.IsDeclaration)
            {
                // An instance that is apart from its declaration has its name there.
                Console.WriteLine($"{source}: {FunctionName.Find(entry).ToString()}");
            }
        }
    }

    return 0;
}
catch (KelfException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
