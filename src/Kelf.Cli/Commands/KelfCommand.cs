// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;

namespace Kelf.Cli.Commands;

/// <summary>The command line of <c>kelf</c>: the tools are its subcommands.</summary>
internal static class KelfCommand
{
    private const string Purpose = "Does the link-time work of the Linux kernel build on ELF files.";

    private static readonly string[] s_examples =
    [
        "kelf symvers vmlinux.o > vmlinux.symvers",
        "kelf split vmlinux.unstripped -o vmlinux --relocs vmlinux.relocs",
        "kelf symvers --help",
        "kelf completion bash > ~/.local/share/bash-completion/completions/kelf",
    ];

    /// <summary>The command line with some of the commands: making all of them takes longer than most runs.</summary>
    public static RootCommand Create(IEnumerable<Command> commands)
    {
        RootCommand root = new(Purpose);
        foreach (Command command in commands)
        {
            root.Subcommands.Add(command);
        }

        root.Options.Remove(root.Options.OfType<HelpOption>().First());
        VerboseOption.AddTo(root);
        RunOptions.AddTo(root);
        root.WithExamples(s_examples);
        root.Options.OfType<VersionOption>().First().Action = new VersionCommand.VersionAction();
        return root;
    }

    /// <summary>Parses and runs a command line.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        RootCommand root = Create(CommandTable.NeededFor(arguments));
        ParseResult parsed = root.Parse(ImpliedValues.Add(OldSpellings.Replace(arguments)), ParserSettings.Value);
        IReadOnlyList<string> mistakes = CommandLineMistakes.Of(parsed);
        if (mistakes.Count > 0)
        {
            return Refuse(parsed, mistakes);
        }

        VerboseOption.Obey(parsed);
        RunOptions.Begin(parsed, arguments);
        // Symvers counts its objects, and link starts programs that write to the same terminal.
        bool hasProgress = parsed.CommandResult.Command.Name is not ("symvers" or "link");
        using Progress progress = new(FullName(parsed.CommandResult), 1, isWanted: hasProgress && !IsQuiet(parsed), RunTimes.Current);
        using StringWriter output = new() { NewLine = "\n" };
        int status = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output });
        // Help, version and completion. Console.Out would switch a terminal to application mode.
        StandardOutput.WriteText(output.ToString());
        RunOptions.End(parsed);
        return status;
    }

    private static bool IsQuiet(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<OptionResult>().Any(result => result.Option.Name == "--quiet");

    private static int Refuse(ParseResult parsed, IReadOnlyList<string> mistakes)
    {
        StandardError.WriteLines(
            [.. mistakes.Select(Voice.Kelf.ErrorLine), $"Try '{FullName(parsed.CommandResult)} --help'."]);
        return ExitStatus.WrongUsage;
    }

    private static string FullName(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{FullName(parent)} {result.Command.Name}" : "kelf";
}
