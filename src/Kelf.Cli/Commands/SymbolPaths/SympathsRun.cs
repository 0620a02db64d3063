// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Inputs;
using Kelf.Kernel.SymbolPaths.Modes;
using Kelf.Kernel.SymbolPaths.Side;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>A run of <c>kelf sympaths</c>.</summary>
internal static class SympathsRun
{
    /// <summary>Does what was asked for.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(SympathsArguments arguments)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        if (arguments.Inputs.Side is { } side && !SideLines.IsSideLines(side))
        {
            throw new RefusedException(side, "not a side table of lines, which `kelf lineinfo` makes");
        }

        using WorkerSource workers = CommandWorkers.Find(arguments.Jobs);
        using OpenedImage image = OpenedImage.Open(arguments.Image, arguments.Inputs.Decompression);
        if (image.Elf is not { } elf)
        {
            throw new RefusedException(
                image.Path,
                image.Tables is null ? "a list of symbols tells no paths: give the kernel itself"
                    : "no symbol table (.symtab): give the image as it was linked, before strip");
        }

        PathAttributor attributor = ImagePaths.Attributor(image, arguments.Inputs, workers);
        PathAttribution attribution = attributor.Run();
        if (arguments.Explain is { } query)
        {
            return SympathsExplanation.Print(image, attributor, attribution, query, arguments.Json);
        }

        if (arguments.Table is { } table)
        {
            StandardOutput.Write(arguments.Json
                ? QualifiedTable.Json(attribution, table, image.Path)
                : QualifiedTable.Text(attribution, table, image.Path, is64: elf.Class == ElfClass.Elf64));
            return ExitStatus.Done;
        }

        WriteFiles(arguments, elf, attribution);
        if (arguments is { Side: null, Output: null } || arguments.Json)
        {
            SympathsSummary summary = SympathsSummary.Of(elf, attribution, workers);
            if (arguments.Json)
            {
                StandardOutput.Write(summary.Json(arguments.Image));
            }
            else
            {
                StandardOutput.WriteText(summary.Text(arguments.Image));
            }
        }

        return ExitStatus.Done;
    }

    private static void WriteFiles(SympathsArguments arguments, ElfFile elf, PathAttribution attribution)
    {
        // Both are made before either is written.
        byte[]? side = arguments.Side is null ? null
            : SideTableWriter.Write(SideTableMaker.Make(elf, attribution, arguments.OnlyAmbiguous), elf.ByteOrder);
        if (arguments.Output is { } output)
        {
            ElfEditor editor = arguments.WholeNames
                ? PathSections.AddNames(elf, attribution)
                : PathSections.AddSideTable(elf, attribution, arguments.OnlyAmbiguous);
            using OutputFile file = OutputFile.Create(output, keepsTime: true);
            editor.WriteTo(file.Write);
            file.Commit();
        }

        if (side is not null)
        {
            Result.Write(side, arguments.Side);
        }
    }
}
