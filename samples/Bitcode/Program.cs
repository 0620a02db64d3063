// SPDX-License-Identifier: MIT OR GPL-2.0-only
// The symbols of a file of LLVM bitcode, or of each member of an archive of such:
//     bitcode-sample calls-19-thin.o
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bitcode;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Errors;
using Kelf.ObjectFiles.Names;

if (args is not [var path])
{
    Console.Error.WriteLine("usage: bitcode-sample FILE");
    return 2;
}

try
{
    using MappedFile file = MappedFile.Open(path);
    if (ArchiveReader.IsArchive(file.Contents))
    {
        foreach (ArchiveMember member in ArchiveReader.Open(file.Contents))
        {
            if (member.Kind == ArchiveMemberKind.Ordinary)
            {
                List(member.Contents);
            }
        }
    }
    else
    {
        List(file.Contents);
    }

    return 0;
}
catch (KelfException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static void List(Region contents)
{
    if (!BitcodeFile.IsBitcode(contents))
    {
        return;
    }

    // The symbol table that LLVM left for linkers, if it is there; else what the module itself says.
    BitcodeFile.Parse(contents).VisitSymbols((in BitcodeSymbol symbol) =>
    {
        string kind = (symbol.Flags & BitcodeSymbolFlags.Undefined) != 0 ? "U" : "D";
        Console.WriteLine($"{contents.Source.File}: {kind} {Utf8Name.ToText(symbol.Name)} {Utf8Name.ToText(symbol.Section)}".TrimEnd());
    });
}
