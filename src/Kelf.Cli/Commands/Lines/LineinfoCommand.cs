// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;
using Kelf.Kernel.Lines.Tables;

namespace Kelf.Cli.Commands.Lines;

/// <summary><c>kelf lineinfo</c>: tables of source lines, beside an image or in it.</summary>
internal static class LineinfoCommand
{
    private static readonly string[] s_examples =
    [
        "kelf lineinfo vmlinux",
        "kelf lineinfo --no-inline -o lines.side vmlinux",
        "kelf lineinfo --format v7 -o lineinfo.o vmlinux",
        "kelf lineinfo --in-place drivers/net/*.ko",
        "kelf lineinfo --check vmlinux",
    ];

    private static readonly Argument<string[]> s_images = new("IMAGE")
    {
        Description = "Linked kernels (vmlinux) and modules with debugging information",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> s_format = new Option<string>("--format")
    {
        Description = "side: a table beside the image, which kelf decode and kelf lookup read (--side-from). v7: the object with the tables "
            + "of the proposed CONFIG_KALLSYMS_LINEINFO; asm: its text. Default: side; v7 with --module or --in-place",
        HelpName = "FORMAT",
    }.AcceptOnlyFromAmong("side", "v7", "asm");

    private static readonly Option<string> s_rule = new Option<string>("--rule")
    {
        Description = "Of several rows at an address the last counts (last), or as version 7 of the proposal chooses (v7, for comparison). "
            + "Default: last",
        HelpName = "RULE",
    }.AcceptOnlyFromAmong("last", "v7");

    private static readonly Option<string> s_rows = new Option<string>("--rows")
    {
        Description = "all, or those of calls alone: traces ask for no others, and they take a fifth of the room. Default: all",
        HelpName = "ROWS",
    }.AcceptOnlyFromAmong("all", "calls");

    private static readonly Option<bool> s_noInline = new("--no-inline")
    {
        Description = "Leave functions out of a side table: lines alone take a third of the room",
    };

    private static readonly Option<bool> s_module = new("--module") { Description = "Each IMAGE has to be a module" };

    private static readonly Option<bool> s_inPlace = new("--in-place")
    {
        Description = "Add the tables to the modules themselves, which are replaced",
    };

    private static readonly Option<bool> s_check = new("--check")
    {
        Description = "Compare the tables that IMAGE carries with its debugging information, and write nothing",
    };

    private static readonly Option<string> s_side = new("--side-from")
    {
        Description = "With --check: compare this side table with IMAGE instead",
        HelpName = "FILE",
    };

    private static readonly Option<bool> s_dump = new("--dump")
    {
        Description = "Print the lines of the tables that IMAGE carries, or of a side table",
    };

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "Write there; - is standard output. Default: IMAGE.lines, IMAGE.lineinfo.o or IMAGE.lineinfo.S",
        HelpName = "OUT",
    };

    private static readonly Option<string> s_sourceTree = new("--srctree")
    {
        Description = "Source tree as the compiler was given it. Default: the tree of init/main.c",
        HelpName = "DIR",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print figures as JSON" };

    private static readonly Option<bool> s_quiet = new("--quiet", "-q") { Description = "No summary" };

    private static readonly Option<string> s_maxDecompressed = MaxDecompressedOption.Create();

    private static readonly Option<int?> s_jobs = JobsOption.Create();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("lineinfo", "Make tables of source lines and inlined functions from debugging information.")
        {
            s_images, s_format, s_rule, s_rows, s_noInline, s_module, s_inPlace, s_check, s_side, s_dump, s_output, s_sourceTree, s_json, s_quiet,
            s_maxDecompressed, s_jobs,
        };
        command.Validators.Add(Refuse);
        command.WithExamples(s_examples);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string[] images = parsed.GetRequiredValue(s_images);
        if (parsed.GetValue(s_dump))
        {
            return LineinfoDump.Run(images[0], MaxDecompressedOption.Bind(parsed, s_maxDecompressed));
        }

        LineinfoArguments arguments = Bind(parsed, images);
        return parsed.GetValue(s_check) ? LineinfoCheck.Run(arguments, parsed.GetValue(s_side)) : LineinfoRun.Run(arguments);
    }

    private static LineinfoArguments Bind(ParseResult parsed, IReadOnlyList<string> images)
    {
        bool inPlace = parsed.GetValue(s_inPlace);
        return new LineinfoArguments
        {
            Images = images,
            Format = parsed.GetValue(s_format) switch
            {
                "side" => LineinfoFormat.Side,
                "v7" => LineinfoFormat.Object,
                "asm" => LineinfoFormat.Text,
                _ => inPlace || parsed.GetValue(s_module) ? LineinfoFormat.Object : LineinfoFormat.Side,
            },
            Rule = parsed.GetValue(s_rule) == "v7" ? LineRule.Original : LineRule.Last,
            OnlyCalls = parsed.GetValue(s_rows) == "calls",
            WithFunctions = !parsed.GetValue(s_noInline),
            IsModule = parsed.GetValue(s_module) || inPlace,
            InPlace = inPlace,
            Output = parsed.GetValue(s_output),
            Roots = parsed.GetValue(s_sourceTree) is { } tree ? [tree] : [],
            Decompression = MaxDecompressedOption.Bind(parsed, s_maxDecompressed),
            Jobs = parsed.GetValue(s_jobs),
            Quiet = parsed.GetValue(s_quiet),
            Json = parsed.GetValue(s_json),
        };
    }

    private static void Refuse(CommandResult result)
    {
        JobsOption.Refuse(result, s_jobs);
        MaxDecompressedOption.Refuse(result, s_maxDecompressed);
        ExclusiveOptions.Refuse(result, s_check, s_dump);
        foreach (Option read in new Option[] { s_check, s_dump })
        {
            foreach (Option made in new Option[] { s_output, s_inPlace, s_format, s_rule, s_rows, s_noInline, s_json })
            {
                ExclusiveOptions.Refuse(result, read, made);
            }
        }

        if (Has(result, s_side) && !Has(result, s_check))
        {
            result.AddError("option '--side-from' needs '--check'");
        }

        ExclusiveOptions.Refuse(result, s_inPlace, s_output);
        bool isSide = result.GetResult(s_format) is { Tokens: [{ Value: "side" }] };
        bool isTable = result.GetResult(s_format) is { Tokens: [{ Value: "v7" or "asm" }] } || Has(result, s_inPlace) || Has(result, s_module);
        if (Has(result, s_inPlace) && result.GetResult(s_format) is { Tokens: [{ Value: not "v7" }] })
        {
            result.AddError("option '--in-place' needs '--format v7'");
        }

        foreach (Option option in new Option[] { s_rule, s_rows })
        {
            if (Has(result, option) && (isSide || !isTable))
            {
                result.AddError($"option '{option.Name}' needs '--format v7' or '--format asm'");
            }
        }

        if (result.GetResult(s_rows) is { Tokens: [{ Value: "calls" }] } && result.GetResult(s_rule) is { Tokens: [{ Value: "v7" }] })
        {
            result.AddError("options '--rows calls' and '--rule v7' exclude each other");
        }

        if (Has(result, s_noInline) && isTable && !isSide)
        {
            result.AddError("option '--no-inline' needs '--format side'");
        }

        if (result.GetResult(s_images) is { Tokens.Count: > 1 } && (Has(result, s_output) || Has(result, s_dump)))
        {
            result.AddError($"option '{(Has(result, s_output) ? "--output" : "--dump")}' takes one IMAGE");
        }
    }

    private static bool Has(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
