// SPDX-License-Identifier: MIT OR GPL-2.0-only
// The rows of a file's line tables: where the code of each line begins.
//     lines-sample demo.o
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Errors;

if (args is not [var path])
{
    Console.Error.WriteLine("usage: lines-sample FILE");
    return 2;
}

try
{
    using MappedFile file = MappedFile.Open(path);
    ElfFile elf = ElfFile.Parse(file.Contents);
    // No linker has placed the sections of an object: each gets a place of its own here, to tell their addresses apart.
    ulong[]? places = elf.Type == ElfType.Relocatable ? Lay(elf) : null;
    using DwarfFile dwarf = DwarfFile.Open(elf, sectionAddresses: places);
    int status = 0;
    foreach (DwarfUnit unit in LineTables.UnitsOf(dwarf))
    {
        try
        {
            Print(unit, elf, places);
        }
        catch (MalformedFileException exception)
        {
            // The other tables can still be read.
            Console.Error.WriteLine(exception.Message);
            status = 1;
        }
    }

    return status;
}
catch (KelfException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static void Print(DwarfUnit unit, ElfFile elf, ulong[]? places)
{
    RowFiles files = new(unit);
    LineProgram program = LineProgram.Of(unit);
    while (program.Next())
    {
        // Code that the linker dropped has rows at addresses of no code.
        if (!program.IsDropped)
        {
            LineRow row = program.Row;
            string source = files.TryPath(row.File, out string? name) ? name : "?";
            string place = row.EndsSequence ? "end" : $"{source}:{row.Line}:{row.Column}{(row.IsStmt ? "" : " (no statement)")}";
            Console.WriteLine($"{Show(row.Address, elf, places)} {place}");
        }
    }
}

static ulong[] Lay(ElfFile elf)
{
    ulong[] places = new ulong[elf.Sections.Length];
    ulong next = 0;
    foreach (ElfSection section in elf.Sections)
    {
        places[section.Index.Value] = next;
        // An address behind a section is not the first of another.
        next += section.IsAllocated ? section.Size + 1 : 0;
    }

    return places;
}

static string Show(ulong address, ElfFile elf, ulong[]? places)
{
    foreach (ElfSection section in elf.Sections)
    {
        if (places is not null && section.IsAllocated && address - places[section.Index.Value] <= section.Size)
        {
            return $"{section.Name}+0x{address - places[section.Index.Value]:x}";
        }
    }

    return $"0x{address:x}";
}
