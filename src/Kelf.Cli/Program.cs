// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Commands;
using Kelf.Cli.Terminal;

namespace Kelf.Cli;

/// <summary>
/// Chooses the command line to obey, and turns every exception into one line and an exit status. A run under an
/// original tool's name touches nothing of the command-line library: start-up counts, as a build starts thousands.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        StandardDescriptors.Occupy();
        FileSizeSignal.Ignore();
        // Compiled to native code, this is argv[0] as the caller gave it: a symbolic link keeps its name.
        string invokedAs = Environment.GetCommandLineArgs()[0];
        // What a shell script has in place of a link (kbuild/fragments/head.mk): a name first, then that tool's arguments.
        bool isNamed = arguments is ["--as", _, ..];
        if (isNamed)
        {
            (invokedAs, arguments) = (arguments[1], arguments[2..]);
        }

        string name = Path.GetFileName(invokedAs);
        return CommandTable.DropIns.FirstOrDefault(candidate => candidate.Name == name) is { } tool
            ? Run(tool.Voice, () => tool.Run(invokedAs, arguments))
            : Run(Voice.Kelf, () => isNamed ? RefuseName(invokedAs) : KelfCommand.Run(arguments));
    }

    private static int RefuseName(string name)
    {
        Voice.Kelf.Error($"--as: kelf stands in for no '{name}'");
        return ExitStatus.WrongUsage;
    }

    private static int Run(Voice voice, Func<int> command)
    {
        WarningList warnings = WarningList.Begin(voice);
        try
        {
            TruncatedInputs.Prepare(voice);
            int status = command();
            warnings.Write();
            return status;
        }
        // The one place: no exception leaves the process as a stack trace.
        catch (Exception exception)
        {
            // What was suspicious before may tell why.
            warnings.Write();
            ErrorReport report = ErrorReport.Of(exception, voice);
            StandardError.WriteLines(report.Lines);
            return report.Status;
        }
    }
}
