// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

using Kelf.Cli.Terminal;

namespace Kelf.Cli.CommandLine;

/// <summary>Adds command lines to copy to the end of a command's help.</summary>
internal static class HelpExamples
{
    /// <summary>Lets <c>COMMAND --help</c> end with the examples.</summary>
    public static void WithExamples(this Command command, IReadOnlyList<string> examples)
    {
        // The options of the root command are inherited; a command with examples needs its own.
        HelpOption help = ParserSettings.CreateHelpOption();
        command.Options.Add(help);
        help.Action = new ActionWithExamples(help.Action as HelpAction ?? new HelpAction(), command, examples);
    }

    private sealed class ActionWithExamples(HelpAction inner, Command command, IReadOnlyList<string> examples)
        : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => inner.ClearsParseErrors;

        public override bool Terminating => inner.Terminating;

        public override int Invoke(ParseResult parseResult)
        {
            int width = TerminalWidth.Columns;
            inner.MaxWidth = width;
            int status = inner.Invoke(parseResult);
            if (ReferenceEquals(parseResult.CommandResult.Command, command))
            {
                TextWriter output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (string line in examples.SelectMany(example => Folded("  " + example, width)))
                {
                    output.WriteLine(line);
                }
            }

            return status;
        }

        // As a shell takes it: a backslash ends what goes on in the next line.
        private static IEnumerable<string> Folded(string line, int width)
        {
            const string Indent = "      ";
            while (line.Length > width)
            {
                int blank = line.LastIndexOf(' ', width - 2);
                if (blank <= Indent.Length)
                {
                    break;
                }

                yield return line[..blank] + " \\";
                line = Indent + line[(blank + 1)..];
            }

            yield return line;
        }
    }
}
