// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Lines.Tables;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Lines;

/// <summary>
/// The drop-in for <c>gen_lineinfo</c> of version 7 of the proposal: its command line, and its text, wrong lines included, so that
/// builds can be compared. With <c>KELF_LINEINFO_RULE=last</c> the lines are right.
/// </summary>
internal static class GenLineinfoDropIn
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "gen_lineinfo";

    private static LineRule Rule =>
        Environment.GetEnvironmentVariable("KELF_LINEINFO_RULE") == "last" ? LineRule.Last : LineRule.Original;

    /// <summary>Runs the tool.</summary>
    /// <param name="invokedAs">argv[0], for its usage.</param>
    /// <param name="arguments">What follows it.</param>
    /// <returns>The exit status of the original.</returns>
    public static int Run(string invokedAs, IReadOnlyList<string> arguments)
    {
        bool isModule = arguments.Count > 0 && arguments[0] == "--module";
        if (arguments.Count != (isModule ? 2 : 1))
        {
            StandardError.WriteLine($"Usage: {invokedAs} [--module] <ELF file>");
            return ExitStatus.Failed;
        }

        string path = arguments[^1];
        using OpenedObject input = OpenedObject.OfFile(path, DecompressionLimit.Standard);
        ElfFile image = ElfFile.Parse(input.Contents);
        using WorkerSource workers = CommandWorkers.FindQuietly(TimeSpan.Zero);
        TableMaker maker = new(Rule, [], workers, WarningList.Current.Add);
        ElfObjectKind kind = ElfObjectKind.Of(image);
        if (isModule)
        {
            LineTable table = maker.OfModule(image, input.Budget);
            WarningList.Current.Write();
            StandardOutput.Write(TableText.OfModule(table, TableMaker.PresentIn(image), kind.Class == ElfClass.Elf64, kind.Order, path));
            int initial = table.Areas.Where(area => area.Section == ".init.text").Sum(area => area.Entries.Count);
            int all = table.Areas.Sum(area => area.Entries.Count);
            StandardError.WriteLine($"lineinfo: persistent {all - initial} entries, init {initial} entries, {table.Files.Count} files");
            if (maker.Uncovered > 0)
            {
                StandardError.WriteLine($"lineinfo: {maker.Uncovered} entries dropped (outside covered text sections)");
            }

            TellFar(maker.TooFar, "4 GiB");
        }
        else
        {
            LineTable table = maker.OfKernel(image, input.Budget);
            WarningList.Current.Write();
            TellFar(maker.TooFar, "4 GiB from _text");
            StandardOutput.Write(TableText.OfKernel(table, path));
            int entries = table.Areas[0].Entries.Count;
            int blocks = (entries + LineTable.BlockEntries - 1) / LineTable.BlockEntries;
            StandardError.WriteLine($"lineinfo: {entries} entries, {table.Files.Count} files, {blocks} blocks");
        }

        return ExitStatus.Done;
    }

    private static void TellFar(int rows, string distance)
    {
        if (rows > 0)
        {
            StandardError.WriteLine($"lineinfo: warning: {rows} entries skipped (offset > {distance})");
        }
    }
}
