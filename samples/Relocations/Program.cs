// SPDX-License-Identifier: MIT OR GPL-2.0-only
// How many relocations of each type an object has, by the names of its machine's psABI:
//     relocations-sample demo.o
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;
using Kelf.ObjectFiles.Errors;
using Kelf.ObjectFiles.Hashes;

if (args is not [var path])
{
    Console.Error.WriteLine("usage: relocations-sample FILE");
    return 2;
}

try
{
    using ElfFile elf = ElfFile.Open(path);
    // The file chooses the numbers: with a plain hash it could choose them so that each look-up takes long.
    Dictionary<ulong, int> counts = new(KeyedHash.Numbers);
    foreach (ElfSection section in elf.Sections)
    {
        if (section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends)
        {
            foreach (ElfRelocation relocation in elf.Relocations(section))
            {
                counts[relocation.Type] = counts.GetValueOrDefault(relocation.Type) + 1;
            }
        }
    }

    foreach ((ulong type, int count) in counts.OrderBy(pair => pair.Key))
    {
        Console.WriteLine($"{count,8}  {RelocationNames.Describe(elf.Machine, (uint)type)}");
    }

    return 0;
}
catch (KelfException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
