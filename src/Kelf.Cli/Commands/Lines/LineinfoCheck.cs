// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Lines;
using Kelf.Kernel.Lines.Collection;
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Lines.Tables;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Lines;

/// <summary><c>kelf lineinfo --check</c>: the tables in images with what their debugging information says.</summary>
internal static class LineinfoCheck
{
    // Of a table of another image all entries are wrong.
    private const int MostTold = 10;

    /// <summary>Compares.</summary>
    /// <param name="arguments">The images, and how to read them.</param>
    /// <param name="side">A side table to compare with the image instead of its own tables, or null.</param>
    /// <returns>1 if a table says something else.</returns>
    public static int Run(LineinfoArguments arguments, string? side)
    {
        using WorkerSource workers = CommandWorkers.Find(arguments.Jobs);
        bool isRight = true;
        foreach (string path in arguments.Images)
        {
            using OpenedObject input = OpenedObject.OfFile(path, arguments.Decompression);
            ElfFile image = ElfFile.Parse(input.Contents);
            isRight &= side is null ? CheckTables(path, image, input, arguments, workers) : CheckSide(side, path, image, input, arguments, workers);
        }

        return isRight ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static bool CheckSide(
        string side, string path, ElfFile image, OpenedObject input, LineinfoArguments arguments, WorkerSource workers)
    {
        using SideLines table = SideLines.Open(side);
        table.RequireImage(path, BuildIdNote.Find(image));
        ImageLines.RequireLines(image);
        using DwarfLines lines = DwarfLines.Open(
            image, image.Type == ElfType.Relocatable ? ModuleAddresses.Of(image) : null, arguments.Roots, input.Budget, workers,
            WarningList.Current.Add);
        int wrong = 0;
        foreach (SideCheck.Difference difference in SideCheck.Compare(table, lines))
        {
            if (wrong++ < MostTold)
            {
                StandardOutput.WriteText(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{side}: 0x{difference.Address:x} is {difference.Stored}, the debugging information says {difference.Right}\n"));
            }
        }

        return Tell(side, table.Bounds().Count(), "addresses", wrong, arguments.Quiet);
    }

    private static bool CheckTables(
        string path, ElfFile image, OpenedObject input, LineinfoArguments arguments, WorkerSource workers)
    {
        IReadOnlyList<StoredTable> tables = StoredTable.Read(image);
        if (tables.Count == 0)
        {
            throw new RefusedException(path, "no tables of lines in it, as CONFIG_KALLSYMS_LINEINFO has them");
        }

        TableMaker maker = new(LineRule.Last, arguments.Roots, workers, WarningList.Current.Add);
        LineTable right = image.Type == ElfType.Relocatable ? maker.OfModule(image, input.Budget) : maker.OfKernel(image, input.Budget);
        int wrong = 0;
        foreach (StoredTable table in tables)
        {
            foreach (LineTableCheck.Difference difference in LineTableCheck.Compare(table, right))
            {
                if (wrong++ < MostTold)
                {
                    string place = table.Section.Length == 0 ? $"0x{difference.Address:x}" : $"{table.Section}+0x{difference.Address:x}";
                    StandardOutput.WriteText(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{path}: entry {difference.Entry}: {place} is {difference.Stored ?? "nothing"}, the debugging information says {difference.Right ?? "nothing"}\n"));
                }
            }
        }

        return Tell(path, tables.Sum(table => table.Entries.Count), "entries", wrong, arguments.Quiet);
    }

    private static bool Tell(string file, int count, string what, int wrong, bool isQuiet)
    {
        if (!isQuiet || wrong > 0)
        {
            StandardOutput.WriteText(string.Create(
                CultureInfo.InvariantCulture, $"{file}: {count} {what}, {wrong} places where the debugging information says something else\n"));
        }

        return wrong == 0;
    }
}
