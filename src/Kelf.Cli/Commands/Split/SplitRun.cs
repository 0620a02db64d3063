// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Split;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Split;

/// <summary>
/// A run of <c>kelf split</c>: read the image once, make every output under a temporary name, and rename them when all
/// are complete. The image comes last: who finds it finds the table too.
/// </summary>
internal static class SplitRun
{
    /// <summary>Runs the command.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(SplitArguments arguments)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        PhaseTimes times = RunTimes.Current;
        FileIdentity before = FileIdentity.OfInput(arguments.Input);
        RefuseOutputs(arguments, before);
        using OpenedObject file = arguments.Check
            ? OpenedObject.OfFile(arguments.Input, DecompressionLimit.Standard)
            : OpenedObject.ToEdit(arguments.Input);
        RelocatableImage image = times.Measure("headers", () => RelocatableImage.Parse(file.Contents));
        SplitPlan plan = times.Measure("plan", () => SplitTool.Plan(image, arguments.Options));
        if (arguments.InPlace && !plan.HasNothingToRemove)
        {
            // Before the table gets its name: a refusal leaves everything as it was.
            InPlaceSplit.Refuse(plan, before);
        }

        if (arguments.Check)
        {
            return SplitCheckRun.Run(arguments, image, plan);
        }

        using SplitOutputs outputs = new();
        byte[] report = [];
        times.Measure("outputs", () => Make(arguments, image, plan, outputs, made => report = made));
        if (FileIdentity.OfInput(arguments.Input) != before)
        {
            throw new RefusedException(arguments.Input, "it was changed while it was read; nothing was written; split it when nothing changes it any more");
        }

        // What is stripped in place is not what was mapped: all that is read of it is read before.
        Diagnostic[] warnings = [.. image.FindWarnings(), .. outputs.TableWarnings];
        times.Measure("rename", outputs.Commit);
        if (arguments.InPlace && !plan.HasNothingToRemove)
        {
            times.Measure("in place", () => InPlaceSplit.Apply(plan));
        }

        foreach (Diagnostic warning in (Diagnostic[])[.. warnings, .. plan.Warnings])
        {
            WarningList.Current.Add(warning.In(arguments.Input));
        }

        WarningList.Current.Write();
        StandardOutput.Write(report);
        SplitSummary.Print(arguments, plan);
        return ExitStatus.Done;
    }

    private static void Make(
        SplitArguments arguments, RelocatableImage image, SplitPlan plan, SplitOutputs outputs, Action<byte[]> report)
    {
        // The table needs a processor, the image the memory bus: they do not wait for each other. The image takes longest.
        Action[] parts =
        [
            () => MakeImage(arguments, plan, outputs),
            () =>
            {
                MakeTable(arguments, image, outputs);
                MakeModuleFiles(arguments, image.Elf, outputs);
                report(AbsoluteRelocations(arguments, image));
            },
        ];
        using WorkerSource workers = CommandWorkers.FindQuietly(TimeSpan.Zero, arguments.Jobs);
        Parallelism.For(parts.Length, workers, static () => 0, (_, i) => parts[i]());
    }

    private static void MakeTable(SplitArguments arguments, RelocatableImage image, SplitOutputs outputs)
    {
        if (arguments.Relocs is not { } path)
        {
            return;
        }

        if (arguments.RelocsFrom is not { } from)
        {
            WriteTable(KernelTable.Make(image, arguments.Table));
            return;
        }

        using OpenedObject file = OpenedObject.OfFile(from, DecompressionLimit.Standard);
        RelocatableImage earlier = RelocatableImage.Parse(file.Contents);
        WriteTable(KernelTableFile.Of(EarlierLink.MakeTable(earlier, image, arguments.Table)));

        void WriteTable(KernelTableFile table)
        {
            outputs.Relocs = SplitOutputs.Small(path, table.Bytes);
            outputs.TableWarnings = table.Warnings;
        }
    }

    private static void MakeModuleFiles(SplitArguments arguments, ElfFile image, SplitOutputs outputs)
    {
        if (arguments.ModuleInformation is null && arguments.ModulePaths is null)
        {
            return;
        }

        BuiltinModules information = BuiltinModules.Read(image);
        if (arguments.ModuleInformation is { } informationPath)
        {
            outputs.ModuleInformation = SplitOutputs.Small(informationPath, information.Bytes.Span);
        }

        if (arguments.ModulePaths is { } pathsPath)
        {
            outputs.ModulePaths = SplitOutputs.Small(pathsPath, information.MakePaths());
        }
    }

    private static void MakeImage(SplitArguments arguments, SplitPlan plan, SplitOutputs outputs)
    {
        if (arguments.Image is not { } path || (!OutputFile.IsDirect(path) && plan.Image.IsIn(path)))
        {
            return;
        }

        outputs.Image = OutputFile.Create(path, keepsTime: false);
        outputs.Image.SetMode(File.GetUnixFileMode(arguments.Input));
        plan.Image.Write(outputs.Image);
    }

    private static byte[] AbsoluteRelocations(SplitArguments arguments, RelocatableImage image)
    {
        if (!arguments.CheckAbsolute)
        {
            return [];
        }

        ByteBuilder report = new();
        RelocsReports.WriteAbsoluteRelocations(image, arguments.Table, report);
        return report.Bytes.ToArray();
    }

    private static void RefuseOutputs(SplitArguments arguments, FileIdentity input)
    {
        HashSet<string> paths = [];
        List<FileIdentity> files = [];
        FileIdentity? earlier = arguments.RelocsFrom is { } from ? FileIdentity.OfInput(from) : null;
        foreach ((string option, string path) in arguments.Outputs)
        {
            FileIdentity? present = FileIdentity.TryRead(path);
            // Links may give one file two names; to write twice to a device is harmless.
            if (!paths.Add(Path.GetFullPath(OutputFile.FollowLinks(path))) || (present is { IsRegular: true } known && files.Exists(known.IsSameFile)))
            {
                throw new UnwritableFileException(path, "two outputs have this name");
            }

            if (present is not { } existing)
            {
                continue;
            }

            files.Add(existing);
            if (earlier is { } link && existing.IsSameFile(link))
            {
                throw new UnwritableFileException(path, $"{option} names the earlier link");
            }

            if (existing.IsSameFile(input) && !(arguments.ReplacesInput && option == "--output"))
            {
                throw new UnwritableFileException(path, $"{option} names the input: use --in-place to change it where it lies");
            }

            if (option == "--output" && !existing.IsRegular)
            {
                throw new UnwritableFileException(path, "not a regular file, as an image has to be");
            }
        }
    }
}
