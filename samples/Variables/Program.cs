// SPDX-License-Identifier: MIT OR GPL-2.0-only
// Where the variables and parameters of an object are: at an address, or in ranges of code by expressions:
//     variables-sample demo.o
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Expressions;
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Errors;
using Kelf.ObjectFiles.Names;

if (args is not [var path])
{
    Console.Error.WriteLine("usage: variables-sample FILE");
    return 2;
}

try
{
    using ElfFile elf = ElfFile.Open(path);
    using DwarfFile dwarf = DwarfFile.Open(elf);
    foreach (DwarfUnit unit in dwarf.Units)
    {
        DieReader entries = unit.Entries();
        while (entries.Next())
        {
            if (entries.Tag is not (DwTag.Variable or DwTag.FormalParameter))
            {
                entries.SkipAttributes();
                continue;
            }

            TypeEntry entry = TypeEntry.Read(unit, ref entries);
            if (entry.TryFind(DwAttribute.Location, out AttributeValue location))
            {
                Show(entry, location);
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

static void Show(in TypeEntry entry, in AttributeValue location)
{
    // That of an instance, such as an inlined function's parameter, is in its origin.
    string name = Utf8Name.ToText(entry.Name.IsEmpty && entry.TryOrigin(out TypeEntry origin) ? origin.Name : entry.Name);
    if (LocationLists.IsList(location))
    {
        foreach (LocationEntry part in LocationLists.Read(entry.Unit, location))
        {
            Console.WriteLine($"{name}: 0x{part.Range.Start:x} to 0x{part.Range.End:x}: {Operations(entry.Unit, part.Expression)}");
        }
    }
    else if (StaticLocation.TryRead(entry.Unit, location, out ulong address))
    {
        Console.WriteLine($"{name}: at 0x{address:x}");
    }
    else if (entry.Unit.TryBlock(location, out Region expression))
    {
        Console.WriteLine($"{name}: {Operations(entry.Unit, expression)}");
    }
}

static string Operations(DwarfUnit unit, Region expression)
{
    List<string> operations = [];
    ExpressionReader reader = new(unit, expression);
    while (reader.Next())
    {
        operations.Add($"{reader.Operation}");
    }

    return string.Join(' ', operations);
}
