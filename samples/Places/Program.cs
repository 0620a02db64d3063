// SPDX-License-Identifier: MIT OR GPL-2.0-only
// Where addresses are in the source, with the functions that were inlined there, innermost first; and where functions are:
//     places-sample vmlinux 0xffffffff81000010 vfs_read
// Without a query addresses are read from standard input. In an object its sections of code are taken to stand one after the other,
// .text first, from address 0 on.
using System.Globalization;
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Dwarf.Places;
using Kelf.ObjectFiles.Dwarf.Split;
using Kelf.ObjectFiles.Dwarf.Symbols;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Errors;

if (args is not [var path, .. var queries])
{
    Console.Error.WriteLine("usage: places-sample FILE [0xADDRESS|FUNCTION]...");
    return 2;
}

try
{
    using MappedFile file = MappedFile.Open(path);
    ElfFile elf = ElfFile.Parse(file.Contents);
    using DwarfFile dwarf = DwarfFile.Open(elf, null, elf.Type == ElfType.Relocatable ? Layout(elf) : null);
    // Compiled with -gsplit-dwarf, each unit has its functions in a file of its own, or all are in a package beside the file.
    List<IDisposable> opened = [];
    dwarf.SplitUnits = skeleton =>
    {
        string dwo = Path.Combine(Encoding.UTF8.GetString(skeleton.CompilationDirectory), Encoding.UTF8.GetString(skeleton.SplitName));
        if (new[] { $"{path}.dwp", dwo }.FirstOrDefault(File.Exists) is not { } found)
        {
            return null;
        }

        MappedFile file = MappedFile.Open(found);
        SplitFile split = SplitFile.Of(ElfFile.Parse(file.Contents));
        opened.InsertRange(0, [split, file]);
        return split.Find(skeleton);
    };
    List<ulong> addresses = [];
    HashSet<string> functions = [];
    foreach (string query in queries.Length > 0 ? queries : Console.In.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
    {
        if (query.StartsWith("0x", StringComparison.Ordinal) && ulong.TryParse(query.AsSpan(2), NumberStyles.HexNumber, null, out ulong address))
        {
            addresses.Add(address);
        }
        else
        {
            functions.Add(query);
        }
    }

    using StreamWriter output = new(Console.OpenStandardOutput(), bufferSize: 1 << 16);
    SourceSearch search = new(dwarf);
    IReadOnlyList<SourceChain>[] found = search.Find(addresses);
    for (int i = 0; i < found.Length; i++)
    {
        output.WriteLine($"0x{addresses[i]:x}");
        foreach (SourceFrame frame in found[i].SelectMany(chain => chain.Frames))
        {
            string name = frame.LinkageName.Length > 0 ? frame.LinkageName : frame.Function.Length > 0 ? frame.Function : "??";
            output.WriteLine($"  {name} {frame.Path ?? "??"}:{frame.Line}:{frame.Column}");
        }
    }

    foreach (DwarfUnit unit in dwarf.Units)
    {
        if (functions.Count == 0)
        {
            break;
        }

        CodeEntries entries = CodeEntries.Of(unit);
        while (entries.Next())
        {
            if (entries.Tag != DwTag.LexicalBlock && functions.Contains(FunctionName.Find(entries.Entry).ToString()))
            {
                output.Write($"{FunctionName.Find(entries.Entry).ToString()} {(entries.Tag == DwTag.Subprogram ? "function" : "inlined")}");
                foreach (AddressRange range in entries.Ranges)
                {
                    output.Write($" 0x{range.Start:x}-0x{range.End:x}");
                }

                output.WriteLine();
            }
        }
    }

    // What is malformed is left out, and the rest is right.
    output.Flush();
    opened.ForEach(one => one.Dispose());
    foreach (MalformedFileException failure in search.Failures)
    {
        Console.Error.WriteLine(failure.Message);
    }

    return search.Failures.Count == 0 ? 0 : 1;
}
catch (KelfException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static ulong[] Layout(ElfFile elf)
{
    ulong[] addresses = new ulong[elf.Sections.Length];
    ulong next = 0;
    foreach (ElfSection section in elf.Sections.ToArray().OrderByDescending(section => section.Name == ".text"))
    {
        if ((section.Flags & ElfSectionFlags.Executable) != 0)
        {
            next = ElfLayout.AlignUp(next, Math.Max(section.Alignment, 1));
            addresses[section.Index.Value] = next;
            next += section.Size;
        }
    }

    return addresses;
}
