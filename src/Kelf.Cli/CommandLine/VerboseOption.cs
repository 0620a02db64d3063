// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Cli.CommandLine;

/// <summary><c>--verbose</c> of every command that has <c>--output</c> or counts warnings; some say more with it than what is said here.</summary>
internal static class VerboseOption
{
    private const string Name = "--verbose";

    /// <summary>For a command without <c>--output</c> that may warn of many things.</summary>
    public static Option<bool> Create() => new(Name, "-v") { Description = "List warnings that are else counted" };

    /// <summary>Gives it to a command and those below it, where it is not there yet.</summary>
    public static void AddTo(Command command)
    {
        foreach (Command below in command.Subcommands)
        {
            AddTo(below);
        }

        if (command.Options.Any(option => option.Name == "--output") && command.Options.All(option => option.Name != Name))
        {
            command.Options.Add(new Option<bool>(Name, "-v")
            {
                Description = "List warnings that are else counted; say when an output was one of several names of a file",
            });
        }
    }

    /// <summary>Has outputs say what only the curious want to know, if a command line asks for it.</summary>
    public static void Obey(ParseResult parsed)
    {
        if (parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == Name) is Option<bool> option
            && parsed.GetValue(option))
        {
            WarningList.ListsAll = true;
            OutputFile.TellReplaced = line => StandardError.WriteLine("kelf: " + line);
        }
    }
}
