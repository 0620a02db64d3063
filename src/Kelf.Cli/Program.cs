// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Commands;
using Kelf.Cli.Commands.Initcalls;
using Kelf.Cli.Commands.Kallsyms;
using Kelf.Cli.Commands.Kheaders;
using Kelf.Cli.Commands.Link;
using Kelf.Cli.Commands.Mcount;
using Kelf.Cli.Commands.Relocs;
using Kelf.Cli.Commands.Sorttable;
using Kelf.Cli.Commands.Symvers;
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

        return Path.GetFileName(invokedAs) switch
        {
            GendwarfksymsCommand.Name =>
                Run(Voice.Gendwarfksyms, () => GendwarfksymsCommand.Run(invokedAs, arguments)),
            RelocsDropIn.Name => Run(Voice.Of(RelocsDropIn.Name), () => RelocsDropIn.Run(arguments)),
            SorttableDropIn.Name =>
                Run(Voice.Of(SorttableDropIn.Name), () => SorttableDropIn.Run(invokedAs, arguments)),
            RecordmcountCommand.Name =>
                Run(Voice.Of(RecordmcountCommand.Name), () => RecordmcountCommand.Run(invokedAs, arguments)),
            InitcallsDropIn.Name => Run(Voice.Of(InitcallsDropIn.Name), () => InitcallsDropIn.Run(arguments)),
            KheadersDropIn.Name => Run(Voice.Of(KheadersDropIn.Name), () => KheadersDropIn.Run(arguments)),
            KallsymsDropIn.Name =>
                Run(Voice.Of(KallsymsDropIn.Name), () => KallsymsDropIn.Run(invokedAs, arguments)),
            LinkDropIn.Name => Run(Voice.Of(LinkDropIn.Name), () => LinkDropIn.Run(arguments)),
            _ when isNamed => Run(Voice.Kelf, () => RefuseName(invokedAs)),
            _ => Run(Voice.Kelf, () => KelfCommand.Run(arguments)),
        };
    }

    private static int RefuseName(string name)
    {
        Voice.Kelf.Error($"--as: kelf stands in for no '{name}'");
        return ExitStatus.WrongUsage;
    }

    private static int Run(Voice voice, Func<int> command)
    {
        try
        {
            TruncatedInputs.Prepare(voice);
            return command();
        }
        // The one place: no exception leaves the process as a stack trace.
        catch (Exception exception)
        {
            ErrorReport report = ErrorReport.Of(exception, voice);
            StandardError.WriteLines(report.Lines);
            return report.Status;
        }
    }
}
