// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Symvers;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>
/// A run of <c>kelf symvers</c>: find the objects, compute, and, only if nothing failed, write. With a list
/// (<c>--symbols</c>) the objects are asked one after the other (<see cref="ListedVersions"/>); without it each object is
/// by itself, as in a kernel build (<see cref="ExportedVersions"/>).
/// </summary>
internal static class SymversRun
{
    /// <summary>Runs the command.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(SymversArguments arguments)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        PhaseTimes times = RunTimes.Current;
        using ObjectInputs inputs = times.Measure("find objects", () => ObjectInputs.Find(arguments.Inputs));
        SymbolList? list = arguments.Symbols is { } path ? SymbolListInput.Read(path) : null;
        using WorkerSource workers = CommandWorkers.Find(arguments.Jobs);
        SymversOptions options = new()
        {
            Stable = arguments.Stable,
            Canonical = arguments.Canonical,
            PerUnit = arguments.PerUnit,
            Reference = arguments.Reference is { } reference ? SymtypesFile.Read(reference) : null,
            Supplementary = arguments.AltFile is { } file
                ? SupplementarySearch.Named(file, arguments.Decompression)
                : SupplementarySearch.OfSystem(arguments.Decompression),
            Workers = workers,
            DumpDies = arguments.DumpDies,
            DumpTypes = arguments.DumpTypes,
            DumpVersions = arguments.DumpVersions,
            Times = times,
        };
        if ((arguments.Explain ?? arguments.WhyNot) is { } symbol)
        {
            return times.Measure(
                "explain",
                () => SymversExplanation.Print(
                    inputs.Objects, arguments.Decompression, list, symbol, options, arguments.Output));
        }

        using SymversOutputs outputs = new(arguments);
        IReadOnlyList<ObjectVersions> versions = times.Measure("all objects", () =>
        {
            string what = inputs.Objects is [var only] ? only.DisplayName : "objects";
            using Progress progress = new(what, inputs.Objects.Count, isWanted: !arguments.Quiet, times);
            return list is null
                ? ExportedVersions.Compute(inputs.Objects, arguments.Decompression, options, outputs, progress.Advance)
                : [Listed(inputs.Objects, arguments.Decompression, list, options, outputs, progress.Advance)];
        });
        Warn(arguments, versions);
        times.Measure("write", () => outputs.Finish(versions));
        WarningList.Current.Write();
        Report(arguments, inputs.Objects.Count, versions, times);
        return ExitStatus.Done;
    }

    private static ObjectVersions Listed(
        IReadOnlyList<ObjectInput> objects, DecompressionLimit limit, SymbolList list, SymversOptions options,
        SymversOutputs outputs, Action finished)
    {
        List<Diagnostic> warnings = [];
        VersionTable table = outputs.Shown(ListedVersions.Compute(
            objects, limit, list, options, (input, warning) => warnings.Add(warning.In(input.DisplayName)), outputs.Symtypes,
            outputs.Dump, finished));
        string? name = objects is [ObjectInput only] ? only.DisplayName : null;
        return new ObjectVersions(name, table, warnings);
    }

    /// <summary>What is said of a symbol without a version.</summary>
    public static Diagnostic NoInformation(string name) =>
        Diagnostic.Warning(WarningKind.NoInformation, $"no information for symbol {name}") with { Symbol = name };

    private static void Warn(SymversArguments arguments, IReadOnlyList<ObjectVersions> versions)
    {
        string? list = arguments.Symbols is "-" ? InputBytes.StandardInputName : arguments.Symbols;
        foreach (ObjectVersions one in versions)
        {
            foreach (Diagnostic warning in one.Warnings)
            {
                WarningList.Current.Add(list is null ? warning.In(one.DisplayName!) : warning);
            }
        }

        foreach (ObjectVersions one in versions)
        {
            foreach (string name in one.Versions.MissingNames())
            {
                WarningList.Current.Add(NoInformation(name).In(one.DisplayName ?? list!));
            }
        }
    }

    private static void Report(
        SymversArguments arguments, int objects, IReadOnlyList<ObjectVersions> versions, PhaseTimes times)
    {
        if (!arguments.Quiet)
        {
            foreach (ObjectVersions one in versions.Where(one => one.IsListedByRust))
            {
                StandardError.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"kelf: {one.DisplayName}: no export markers; the {one.Versions.Symbols.Count} exports are those that rust/Makefile takes from nm"));
            }

            int symbols = versions.Sum(one => one.Versions.Symbols.Count);
            int missing = versions.Sum(one => one.Versions.Missing);
            string seconds = times.Total.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
            StandardError.WriteLine(
                $"kelf: objects {objects}, symbols {symbols}, versioned {symbols - missing}, "
                + $"without information {missing}, {seconds} s");
        }
    }
}
