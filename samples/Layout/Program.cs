// SPDX-License-Identifier: MIT OR GPL-2.0-only
// The structures of an object with their members, as pahole shows them:
//     layout-sample demo.o ring
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Errors;
using Kelf.ObjectFiles.Names;

if (args is not ([_] or [_, _]))
{
    Console.Error.WriteLine("usage: layout-sample FILE [STRUCTURE]");
    return 2;
}

try
{
    using ElfFile elf = ElfFile.Open(args[0]);
    using DwarfFile dwarf = DwarfFile.Open(elf);
    HashSet<string> shown = [];
    foreach (DwarfUnit unit in dwarf.Units)
    {
        DieReader entries = unit.Entries();
        while (entries.Next())
        {
            if (entries.Tag is not (DwTag.StructureType or DwTag.UnionType))
            {
                entries.SkipAttributes();
                continue;
            }

            // A view of the entry: what types are made of is read here, members when they are asked for.
            if (AggregateType.TryFrom(TypeEntry.Read(unit, ref entries), out AggregateType type) && !type.IsDeclaration)
            {
                string name = Utf8Name.ToText(type.Name);
                if (name.Length > 0 && (args.Length == 1 || name == args[1]) && shown.Add(name))
                {
                    Show(name, type);
                }
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

static void Show(string name, in AggregateType type)
{
    // Names of files are in the header of the unit's line table.
    string file = type.Entry.HasDeclFile ? type.Entry.Unit.Files.Path(type.Entry.DeclFile) : "unknown file";
    Console.WriteLine($"{(type.IsUnion ? "union" : "struct")} {name}: {type.ByteSize} bytes, {file}");
    foreach (TypeEntry child in type.Members)
    {
        if (Member.TryFrom(child, out Member member) && member.TryBitOffset(out ulong bits) && member.TryType(out TypeEntry of))
        {
            string size = member.BitSize is { } width ? $":{width}" : TypeSize.TryFind(of, out ulong bytes) ? $"{bytes}" : "?";
            string offset = member.IsBitField ? $"{bits / 8}.{bits % 8}" : $"{bits / 8}";
            Console.WriteLine($"{offset,8} {size,6}  {Describe(of)} {Utf8Name.ToText(member.Name)}".TrimEnd());
        }
    }
}

// A type as it would be read aloud, from the outside in: "pointer to const ring_ops".
static string Describe(TypeEntry type)
{
    string text = "";
    for (int level = 0; level < 64; level++)
    {
        switch (type.Tag)
        {
            case DwTag.PointerType:
                text += "pointer to ";
                break;
            case DwTag.ArrayType:
                text += ArrayType.TryFrom(type, out ArrayType array) && array.TryCount(out ulong count) ? $"array of {count} " : "array of ";
                break;
            case DwTag.ConstType:
                text += "const ";
                break;
            case DwTag.VolatileType:
                text += "volatile ";
                break;
            case DwTag.SubroutineType:
                return text + "function";
            default:
                return text + (type.Name.IsEmpty ? $"unnamed {type.Tag}" : Utf8Name.ToText(type.Name));
        }

        if (!type.TryType(out type))
        {
            return text + "void";
        }
    }

    return text + "...";
}
