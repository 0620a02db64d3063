// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Reflection;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Commands.Images;
using Kelf.Cli.Commands.Initcalls;
using Kelf.Cli.Commands.Kallsyms;
using Kelf.Cli.Commands.Kbuild;
using Kelf.Cli.Commands.Kheaders;
using Kelf.Cli.Commands.Link;
using Kelf.Cli.Commands.Lto;
using Kelf.Cli.Commands.Mcount;
using Kelf.Cli.Commands.Relocs;
using Kelf.Cli.Commands.Sorttable;
using Kelf.Cli.Commands.Split;
using Kelf.Cli.Commands.SymbolPaths;
using Kelf.Cli.Commands.Symvers;
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

    /// <summary>Parses and runs a command line.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        RootCommand root = new(Purpose);
        root.Subcommands.Add(SymversCommand.Create());
        root.Subcommands.Add(RelocsCommand.Create());
        root.Subcommands.Add(SplitCommand.Create());
        root.Subcommands.Add(SorttableCommand.Create());
        root.Subcommands.Add(McountCommand.Create());
        root.Subcommands.Add(InitcallsCommand.Create());
        root.Subcommands.Add(KheadersCommand.Create());
        root.Subcommands.Add(ConfigCommand.Create());
        root.Subcommands.Add(ImageCommand.Create());
        root.Subcommands.Add(LtoCheckCommand.Create());
        root.Subcommands.Add(KallsymsCommand.Create());
        root.Subcommands.Add(SysmapCommand.Create());
        root.Subcommands.Add(LinkCommand.Create());
        root.Subcommands.Add(SympathsCommand.Create());
        root.Subcommands.Add(LookupCommand.Create());
        root.Subcommands.Add(DecodeCommand.Create());
        root.Subcommands.Add(KbuildCommand.Create());
        root.Subcommands.Add(CompletionCommand.Create());
        root.Subcommands.Add(HelpCommand.Create(root));
        root.Subcommands.Add(CreateVersion());
        root.Options.Remove(root.Options.OfType<HelpOption>().First());
        VerboseOption.AddTo(root);
        root.WithExamples(s_examples);
        root.Options.OfType<VersionOption>().First().Action = new VersionAction();

        ParseResult parsed = root.Parse(OldSpellings.Replace(arguments), ParserSettings.Value);
        IReadOnlyList<string> mistakes = CommandLineMistakes.Of(parsed);
        if (mistakes.Count > 0)
        {
            return Refuse(parsed, mistakes);
        }

        VerboseOption.Obey(parsed);
        // Symvers counts its objects, and link starts programs that write to the same terminal.
        bool hasProgress = parsed.CommandResult.Command.Name is not ("symvers" or "link");
        using Progress progress = new(FullName(parsed.CommandResult), 1, isWanted: hasProgress && !IsQuiet(parsed));
        using StringWriter output = new() { NewLine = "\n" };
        int status = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output });
        // Help, version and completion. Console.Out would switch a terminal to application mode.
        StandardOutput.WriteText(output.ToString());
        return status;
    }

    private static bool IsQuiet(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<OptionResult>().Any(result => result.Option.Name == "--quiet");

    private static Command CreateVersion()
    {
        Command version = new("version", "Say which version of kelf this is.");
        version.WithExamples(["kelf version"]);
        version.Action = new VersionAction();
        return version;
    }

    private static int Refuse(ParseResult parsed, IReadOnlyList<string> mistakes)
    {
        StandardError.WriteLines(
            [.. mistakes.Select(Voice.Kelf.ErrorLine), $"Try '{FullName(parsed.CommandResult)} --help'."]);
        return ExitStatus.WrongUsage;
    }

    private static string FullName(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{FullName(parent)} {result.Command.Name}" : "kelf";

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            AssemblyInformationalVersionAttribute? version =
                typeof(KelfCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
            // The runtime is compiled in, and its fixes with it.
            parseResult.InvocationConfiguration.Output.WriteLine($"kelf {version?.InformationalVersion} (.NET {Environment.Version})");
            return ExitStatus.Done;
        }
    }
}
