// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Kelf.Cli.Commands;

/// <summary>Adds command lines to copy to the end of a command's help.</summary>
internal static class HelpExamples
{
    private const int Width = 100;

    /// <summary>Lets <c>COMMAND --help</c> end with the examples.</summary>
    public static void WithExamples(this Command command, IReadOnlyList<string> examples)
    {
        HelpOption? help = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (help is null)
        {
            // The root command has one, which its subcommands inherit; a command with examples needs its own.
            help = new HelpOption();
            command.Options.Add(help);
        }

        HelpAction action = help.Action as HelpAction ?? new HelpAction();
        // Otherwise the library asks for the width of the terminal, and by that switches it to application mode.
        action.MaxWidth = Width;
        help.Action = new ActionWithExamples(action, command, examples);
    }

    private sealed class ActionWithExamples(HelpAction inner, Command command, IReadOnlyList<string> examples)
        : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => inner.ClearsParseErrors;

        public override bool Terminating => inner.Terminating;

        public override int Invoke(ParseResult parseResult)
        {
            int status = inner.Invoke(parseResult);
            if (ReferenceEquals(parseResult.CommandResult.Command, command))
            {
                TextWriter output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (string example in examples)
                {
                    output.WriteLine("  " + example);
                }
            }

            return status;
        }
    }
}
