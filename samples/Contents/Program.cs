// SPDX-License-Identifier: MIT OR GPL-2.0-only
// Writes the contents of a section as a program sees them, whatever the file has: decompressed, all sections of the name joined,
// and, of debugging information in an object, relocated:
//     contents-sample demo.o .debug_str | strings
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;
using Kelf.ObjectFiles.Errors;

if (args is not [var path, var name])
{
    Console.Error.WriteLine("usage: contents-sample FILE SECTION");
    return 2;
}

try
{
    using ElfFile elf = ElfFile.Open(path);
    // The file's own bytes if nothing has to be done to them, else a copy, which goes with the section.
    using LoadedSection section = SectionLoader.Load(elf, name);
    if (section.IsAbsent)
    {
        Console.Error.WriteLine($"{path}: no section {name}");
        return 1;
    }

    using Stream output = Console.OpenStandardOutput();
    output.Write(section.Contents.Span());
    return 0;
}
catch (KelfException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
