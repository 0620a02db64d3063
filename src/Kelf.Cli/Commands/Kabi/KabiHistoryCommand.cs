// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Kernel.Kabi.History;
using Kelf.Kernel.Kabi.History.Engine;
using Kelf.Kernel.Kabi.Modules;

namespace Kelf.Cli.Commands.Kabi;

/// <summary><c>kelf kabi history</c>: what many builds export, asked over all of them.</summary>
internal static class KabiHistoryCommand
{
    private const int DefaultPercent = 5;

    private static readonly string[] s_examples =
    [
        "kelf kabi history add --series 6.12 6.12.1.kabi 6.12.2.kabi build-6.12.3",
        "kelf kabi history symbol kmalloc",
        "kelf kabi history type 'struct file'",
        "kelf kabi history query \"SELECT build, count(*) FROM finding JOIN build USING (series, arch, flavour, seq) GROUP BY build\"",
    ];

    /// <summary>The command with its subcommands.</summary>
    public static Command Create()
    {
        Command command = new("history", "Keep what many builds export as Parquet files, and ask all of them at once.")
        {
            KabiHistoryAddCommand.Create(), Builds(), Symbol(), Type(), Unstable(), Loads(), Approved(), Difference(), Query(),
        };
        command.WithExamples(s_examples);
        return command;
    }

    private static Command Builds()
    {
        Command command = new("builds", "Say which builds there are, and what each takes.");
        command.WithExamples(["kelf kabi history builds --store /srv/kabi"]);
        return Asking(command, (_, history) => history.Builds());
    }

    private static Command Symbol()
    {
        Argument<string[]> names = new("SYMBOL") { Description = "Symbols", Arity = ArgumentArity.OneOrMore };
        Command command = new("symbol", "Say from which build to which a symbol had which version.") { names };
        command.WithExamples(["kelf kabi history symbol kmalloc", "kelf kabi history symbol --series 6.12 --json vfs_read vfs_write"]);
        return Asking(command, (parsed, history) => history.Symbols(parsed.GetRequiredValue(names)));
    }

    private static Command Type()
    {
        Argument<string[]> names = new("TYPE") { Description = "Types: 'struct file', s#file, or file", Arity = ArgumentArity.OneOrMore };
        Command command = new("type", "Say in which builds a type got another size.") { names };
        command.WithExamples(["kelf kabi history type 'struct file'"]);
        return Asking(command, (parsed, history) => history.Types(parsed.GetRequiredValue(names)));
    }

    private static Command Unstable()
    {
        Option<int> percent = new("--more-than")
        {
            Description = "Of a hundred updates, so many have to have changed it",
            HelpName = "PERCENT",
            DefaultValueFactory = _ => DefaultPercent,
        };
        Command command = new("unstable", "Say which symbols change often: in more than so many of a hundred updates.") { percent };
        command.Validators.Add(result =>
        {
            if (result.GetValue(percent) is not (>= 0 and <= 100))
            {
                result.AddError("option '--more-than' takes a number from 0 to 100");
            }
        });
        command.WithExamples(["kelf kabi history unstable --more-than 10", "kelf kabi history unstable --series 6.12 --format csv"]);
        return Asking(command, (parsed, history) => history.Unstable(parsed.GetValue(percent)));
    }

    private static Command Loads()
    {
        KabiSources sources = new();
        Argument<string[]> files = new("MODULE") { Description = "Modules, and directories with modules, which may use each other", Arity = ArgumentArity.OneOrMore };
        Command command = new("loads", "Say on which builds modules load.") { files };
        sources.AddLimit(command);
        command.WithExamples(["kelf kabi history loads driver.ko"]);
        return Asking(command, (parsed, history) => history.Loads(ModuleNeeds.ReadAll(parsed.GetRequiredValue(files), sources.Limit(parsed))));
    }

    private static Command Approved()
    {
        Command command = new("approved", "Say which changes are approved in one series, and break another without approval.");
        command.WithExamples(["kelf kabi history approved"]);
        return Asking(command, (_, history) => history.Approved());
    }

    private static Command Difference()
    {
        Argument<string> old = new("OLD") { Description = "A build, or SERIES/BUILD" };
        Argument<string> @new = new("NEW") { Description = "Another" };
        Command command = new("diff", "Say what two builds export differently.") { old, @new };
        command.WithExamples(["kelf kabi history diff 6.12.1 6.12.9", "kelf kabi history diff 6.12/6.12.9 6.18/6.18.1"]);
        return Asking(command, (parsed, history) => history.Difference(parsed.GetRequiredValue(old), parsed.GetRequiredValue(@new)));
    }

    private static Command Query()
    {
        Argument<string> sql = new("SQL") { Description = "A statement that reads: SELECT, FROM, WITH, DESCRIBE, SHOW or SUMMARIZE" };
        Command command = new("query", "Answer a statement of SQL.") { sql };
        command.WithExamples(
        [
            "kelf kabi history query \"SHOW TABLES\"",
            "kelf kabi history query --format csv \"SELECT name, count(*) FROM export_span GROUP BY name HAVING count(*) > 3\"",
        ]);
        return Asking(command, (parsed, history) => history.Query(parsed.GetRequiredValue(sql)));
    }

    private static Command Asking(Command command, Func<ParseResult, HistoryDatabase, HistoryAnswer> ask)
    {
        KabiHistoryOptions options = new();
        options.AddTo(command);
        command.SetAction(parsed => KabiTroubleException.Run(() =>
        {
            using HistoryDatabase history = options.Open(parsed);
            return HistoryPrinter.Print(ask(parsed, history), options.Format(parsed));
        }));
        return command;
    }
}
