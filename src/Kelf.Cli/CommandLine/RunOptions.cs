// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.Terminal;

namespace Kelf.Cli.CommandLine;

/// <summary>The options that every command has: how long its run took, and what it read.</summary>
internal static class RunOptions
{
    /// <summary>The option that saves what a run reads.</summary>
    public const string SaveInputsName = "--save-inputs";

    private static readonly Option<bool> s_timings = new("--timings")
    {
        Description = "Print how long each phase took, on stderr",
    };

    private static readonly Option<string?> s_saveInputs = new(SaveInputsName)
    {
        Description = "Copy every file that is read into a new directory, with the command line, to repeat the run elsewhere",
        HelpName = "DIR",
    };

    /// <summary>Gives them to the commands below a command that do something.</summary>
    public static void AddTo(Command command)
    {
        foreach (Command below in command.Subcommands)
        {
            AddTo(below);
        }

        if (command.Subcommands.Count == 0)
        {
            command.Options.Add(s_timings);
            command.Options.Add(s_saveInputs);
        }
    }

    /// <summary>Begins to save inputs, if a command line asks for it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="arguments">The same in words.</param>
    public static void Begin(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        if (parsed.GetValue(s_saveInputs) is { } directory)
        {
            SavedInputs.Begin(directory, arguments, [.. WordsOf(parsed.CommandResult)], ProgramVersion.Text);
        }
    }

    /// <summary>Prints how long the run took, if a command line asks for it.</summary>
    public static void End(ParseResult parsed)
    {
        if (parsed.GetValue(s_timings))
        {
            PhaseTable.Print(RunTimes.Current);
        }
    }

    private static IEnumerable<string> WordsOf(CommandResult result) =>
        result.Parent is CommandResult parent ? WordsOf(parent).Append(result.Command.Name) : [];
}
