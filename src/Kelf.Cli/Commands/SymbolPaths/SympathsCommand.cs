// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary><c>kelf sympaths</c>: the source file of each symbol.</summary>
internal static class SympathsCommand
{
    private static readonly string[] s_examples =
    [
        "kelf sympaths vmlinux",
        "kelf sympaths --explain type_show,3 vmlinux",
        "kelf sympaths --paths all vmlinux > vmlinux.names",
        "kelf sympaths --side vmlinux.ksympath vmlinux",
        "kelf sympaths -o veth-with-paths.ko drivers/net/veth.ko",
    ];

    private static readonly Argument<string> s_image = new("IMAGE")
    {
        Description = "A linked kernel (vmlinux) with symbols, or a module",
    };

    private static readonly Option<string> s_explain = new("--explain")
    {
        Description = "Say what each source knows of a symbol: NAME, NAME,POSITION or PATH:NAME",
        HelpName = "SYMBOL",
    };

    private static readonly PathModeChoice s_mode = new(
        "Print the symbol table with paths: added names for ambiguous symbols (alias), renamed ambiguous symbols (dup) or all "
        + "symbols renamed (all); none and side leave names as they are");

    private static readonly Option<bool> s_json = new("--json") { Description = "Print JSON" };

    private static readonly Option<string> s_side = new("--side")
    {
        Description = "Write the paths to a file, which `kelf lookup` and `kelf decode` read",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_sideFrom = new("--side-from")
    {
        Description = "Take the files of functions from a side table of lines (kelf lineinfo), where nothing else tells them",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "Write a copy of IMAGE with the paths in a section .ksympath",
        HelpName = "OUT",
    };

    private static readonly Option<bool> s_names = new("--whole-names")
    {
        Description = "With -o: sections .symtab.paths and .strtab.paths with names PATH:NAME instead",
    };

    private static readonly Option<bool> s_onlyAmbiguous = new("--only-ambiguous")
    {
        Description = "With --side or -o: leave out the paths of names that only one symbol has",
    };

    private static readonly PathInputOptions s_inputs = new();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("sympaths", "Find the source file of each symbol of a kernel or module.")
        {
            s_image, s_explain, s_json, s_side, s_sideFrom, s_output, s_names, s_onlyAmbiguous,
        };
        s_mode.AddTo(command);
        s_inputs.AddTo(command);
        command.Validators.Add(Refuse);
        command.WithExamples(s_examples);
        command.SetAction(parsed => SympathsRun.Run(Bind(parsed)));
        return command;
    }

    private static void Refuse(CommandResult result)
    {
        ExclusiveOptions.Refuse(result, s_explain, s_mode.Mode);
        foreach (Option<string> output in new[] { s_side, s_output })
        {
            ExclusiveOptions.Refuse(result, s_explain, output);
            ExclusiveOptions.Refuse(result, s_mode.Mode, output);
        }

        ExclusiveOptions.Refuse(result, s_names, s_onlyAmbiguous);
        Need(result, s_names, s_output);
        Need(result, s_onlyAmbiguous, s_output, s_side);
    }

    private static void Need(CommandResult result, Option option, params Option[] others)
    {
        if (IsGiven(result, option) && !Array.Exists(others, other => IsGiven(result, other)))
        {
            result.AddError($"option '{option.Name}' needs '{string.Join("' or '", others.Select(other => other.Name))}'");
        }
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static SympathsArguments Bind(ParseResult parsed) => new()
    {
        Image = parsed.GetRequiredValue(s_image),
        Inputs = s_inputs.Bind(parsed) with { Side = parsed.GetValue(s_sideFrom) },
        Jobs = s_inputs.Jobs(parsed),
        Explain = parsed.GetValue(s_explain),
        Table = s_mode.Bind(parsed),
        Json = parsed.GetValue(s_json),
        Side = parsed.GetValue(s_side),
        Output = parsed.GetValue(s_output),
        WholeNames = parsed.GetValue(s_names),
        OnlyAmbiguous = parsed.GetValue(s_onlyAmbiguous),
    };
}
