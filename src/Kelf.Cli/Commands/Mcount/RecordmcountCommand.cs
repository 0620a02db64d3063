// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Mcount;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Mcount;

/// <summary>
/// The drop-in for <c>recordmcount</c>: its option, its messages where they are looked for, its exit statuses.
/// </summary>
internal static class RecordmcountCommand
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "recordmcount";

    private const string Usage = "usage: recordmcount [-w] file.o...";

    private static readonly Voice s_voice = Voice.Of(Name);

    /// <summary>Runs the tool.</summary>
    /// <param name="invokedAs">argv[0], which messages about options begin with.</param>
    /// <param name="arguments">What follows it.</param>
    /// <returns>The exit status of the original: a wrong command line is no failure.</returns>
    public static int Run(string invokedAs, IReadOnlyList<string> arguments)
    {
        List<string> files = [];
        bool warns = false;
        bool optionsEnd = false;
        foreach (string argument in arguments)
        {
            if (optionsEnd || argument is not ['-', _, ..])
            {
                files.Add(argument);
            }
            else if (string.Equals(argument, "--", StringComparison.Ordinal))
            {
                optionsEnd = true;
            }
            else if (argument.AsSpan(1).IndexOfAnyExcept('w') is >= 0 and int wrong)
            {
                StandardError.WriteLine($"{invokedAs}: invalid option -- '{argument[wrong + 1]}'");
                StandardError.WriteLine(Usage);
                return ExitStatus.Done;
            }
            else
            {
                warns = true;
            }
        }

        if (files.Count == 0)
        {
            StandardError.WriteLine(Usage);
            return ExitStatus.Done;
        }

        int status = ExitStatus.Done;
        foreach (string file in files)
        {
            status = Process(file, warns) ? status : ExitStatus.Failed;
        }

        return status;
    }

    private static bool Process(string path, bool warns)
    {
        if (McountRun.IsTracer(path))
        {
            return true;
        }

        try
        {
            Record(path, warns);
            return true;
        }
        catch (KelfException exception) when (McountRun.IsOfOneFile(exception))
        {
            StandardError.WriteLines([.. ErrorReport.Of(exception, s_voice).Lines, $"{path}: failed"]);
            return false;
        }
    }

    private static void Record(string path, bool warns)
    {
        using OpenedObject input = OpenedObject.ToEdit(path);
        McountPlan plan = McountTool.Run(input.Contents, new McountOptions { Style = McountStyle.Recordmcount });
        if (plan.HasTable)
        {
            WarningList.Current.Add(Diagnostic.Warning(WarningKind.HasTable, $"__mcount_loc already exists: {path}"));
        }

        // As the original: on standard output.
        StandardOutput.WriteText(string.Concat(
            (warns ? plan.IgnoredSections : []).Select(section => $"Section {PrintableText.Of(section)} has mcount callers being ignored\n")));
        if (plan.Output.HasChanges)
        {
            McountOutput.Write(plan, path);
        }
    }
}
