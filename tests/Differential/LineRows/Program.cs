// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Globalization;
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Differential.LineRows;

/// <summary>
/// <c>LineRows print|time FILE</c>: prints all line tables in the order of the section, with directories, files and rows, as
/// line-rows.sh has them from llvm-dwarfdump; or how many rows there are, and the processor time that it takes to make them. In a
/// relocatable file each section is where its <c>sh_addr</c> says.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments is not [var what, var path])
        {
            return 2;
        }

        using MappedFile file = MappedFile.Open(path);
        ElfFile elf = ElfFile.Parse(file.Contents);
        ulong[] addresses = new ulong[elf.Sections.Length];
        foreach (ElfSection section in elf.Sections)
        {
            addresses[section.Index.Value] = section.Address;
        }

        using DwarfFile dwarf = DwarfFile.Open(elf, null, elf.Type == ElfType.Relocatable ? addresses : null);
        DwarfUnit[] units = [.. LineTables.UnitsOf(dwarf).OrderBy(unit => unit.Root.LineTable)];
        using StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        if (what == "time")
        {
            Time(units, output);
        }
        else
        {
            Array.ForEach(units, unit => Print(unit, output));
        }

        return 0;
    }

    private static void Print(DwarfUnit unit, TextWriter output)
    {
        SourceFiles files = unit.Files;
        output.WriteLine($"table 0x{files.Header.Offset:x8} version {files.Header.Format.Version}");
        for (int i = 0; i < files.DirectoryCount; i++)
        {
            int number = files.FirstNumber + i;
            output.WriteLine($"directory {number} {Utf8Name.ToText(files.Directory((ulong)number))}");
        }

        for (int i = 0; i < files.Count; i++)
        {
            SourceFile file = files.File((ulong)(files.FirstNumber + i));
            output.WriteLine($"file {files.FirstNumber + i} {Utf8Name.ToText(file.Name)} {file.Directory}");
        }

        LineProgram program = LineProgram.Of(unit);
        while (program.Next())
        {
            Print(program.Row, output);
        }
    }

    private static void Print(LineRow row, TextWriter output)
    {
        output.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"0x{row.Address:x16} {row.Line} {row.Column} {row.File} {row.InstructionSet} {row.Discriminator} {row.OperationIndex}"));
        output.Write(row.IsStmt ? " is_stmt" : "");
        output.Write(row.IsBasicBlock ? " basic_block" : "");
        output.Write(row.IsPrologueEnd ? " prologue_end" : "");
        output.Write(row.IsEpilogueBegin ? " epilogue_begin" : "");
        output.WriteLine(row.EndsSequence ? " end_sequence" : "");
    }

    private static void Time(DwarfUnit[] units, TextWriter output)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        long rows = 0;
        foreach (DwarfUnit unit in units)
        {
            LineProgram program = LineProgram.Of(unit);
            while (program.Next())
            {
                rows++;
            }
        }

        TimeSpan taken = Process.GetCurrentProcess().TotalProcessorTime - before;
        output.WriteLine($"{rows} rows, {taken.TotalSeconds:f2} s");
    }
}
