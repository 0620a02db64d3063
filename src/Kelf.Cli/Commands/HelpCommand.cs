// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Completions;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;

namespace Kelf.Cli.Commands;

/// <summary><c>kelf help COMMAND</c>, which is <c>kelf COMMAND --help</c>.</summary>
internal static class HelpCommand
{
    private static readonly string[] s_examples = ["kelf help", "kelf help kheaders create", "kelf help --drop-ins"];

    private static readonly Argument<string[]> s_words = new("COMMAND")
    {
        Description = "The command, and a part of it. Default: all commands",
        // Otherwise all that it may be stands there.
        HelpName = "COMMAND",
        Arity = ArgumentArity.ZeroOrMore,
        CompletionSources = { _ => CommandTable.Commands.Select(command => new CompletionItem(command.Name)) },
    };

    private static readonly Option<bool> s_dropIns = new("--drop-ins")
    {
        Description = "List the tools that kelf stands in for when started under their names",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command help = new("help", "Say how a command is called.") { s_words, s_dropIns };
        help.WithExamples(s_examples);
        help.SetAction(parsed => parsed.GetValue(s_dropIns)
            ? ListDropIns(parsed.InvocationConfiguration.Output)
            : Run(parsed.GetValue(s_words) ?? [], parsed.InvocationConfiguration));
        return help;
    }

    private static int ListDropIns(TextWriter output)
    {
        foreach (DropIn tool in CommandTable.DropIns)
        {
            output.WriteLine(tool.Name);
        }

        return ExitStatus.Done;
    }

    private static int Run(string[] words, InvocationConfiguration settings)
    {
        RootCommand root = KelfCommand.Create(CommandTable.NeededFor(words));
        Command command = root;
        foreach (string word in words)
        {
            if (command.Subcommands.FirstOrDefault(candidate => candidate.Name == word) is not { } next)
            {
                StandardError.WriteLines(
                    Voice.Kelf.ErrorLine(CommandLineMistakes.UnknownCommand(word, command)), "Try 'kelf --help'.");
                return ExitStatus.WrongUsage;
            }

            command = next;
        }

        return root.Parse([.. words, "--help"], ParserSettings.Value).Invoke(settings);
    }
}
