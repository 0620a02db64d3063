// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;

namespace Kelf.Cli.Commands;

/// <summary><c>kelf help COMMAND</c>, which is <c>kelf COMMAND --help</c>.</summary>
internal static class HelpCommand
{
    private static readonly string[] s_examples = ["kelf help", "kelf help kheaders create"];

    /// <summary>The command.</summary>
    /// <param name="root">The command line whose commands it tells about.</param>
    public static Command Create(RootCommand root)
    {
        Argument<string[]> words = new("COMMAND")
        {
            Description = "The command, and a part of it. Default: all commands",
            // Otherwise all that it may be stands there.
            HelpName = "COMMAND",
            Arity = ArgumentArity.ZeroOrMore,
        };
        words.CompletionSources.Add(_ => root.Subcommands.Select(command => new System.CommandLine.Completions.CompletionItem(command.Name)));
        Command help = new("help", "Say how a command is called.") { words };
        help.WithExamples(s_examples);
        help.SetAction(parsed => Run(root, parsed.GetValue(words) ?? [], parsed.InvocationConfiguration));
        return help;
    }

    private static int Run(RootCommand root, string[] words, InvocationConfiguration settings)
    {
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
