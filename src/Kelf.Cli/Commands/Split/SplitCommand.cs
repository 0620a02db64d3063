// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Commands.Relocs;
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Split;

namespace Kelf.Cli.Commands.Split;

/// <summary><c>kelf split</c>: the image that is packaged, and the table for the boot image, in one read.</summary>
internal static class SplitCommand
{
    private static readonly string[] s_examples =
    [
        "kelf split vmlinux.unstripped -o vmlinux --relocs vmlinux.relocs",
        "kelf split vmlinux.unstripped -o vmlinux --modinfo modules.builtin.modinfo --modules-builtin modules.builtin",
        "kelf split --in-place vmlinux --relocs vmlinux.relocs",
        "kelf split --in-place --layout objcopy vmlinux",
        "kelf split --verify vmlinux --relocs vmlinux.relocs",
        "kelf split vmlinux --relocs-from .tmp_vmlinux2 --relocs vmlinux.relocs",
    ];

    private static readonly Argument<string> s_input = new("IMAGE")
    {
        Description = "The linked image: vmlinux.unstripped",
    };

    private static readonly Option<string> s_image = new("--output", "-o")
    {
        Description = "Write the image without relocations",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_relocs = new("--relocs")
    {
        Description = "Write the table of places that boot code patches; with --verify, the table to check",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_moduleInformation = new("--modinfo")
    {
        Description = "Write the information about built-in modules (modules.builtin.modinfo)",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_modulePaths = new("--modules-builtin")
    {
        Description = "Write their paths (modules.builtin)",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_relocsFrom = new("--relocs-from")
    {
        Description = "Take relocations from an earlier link with the same addresses; IMAGE needs none",
        HelpName = "EARLIER",
    };

    private static readonly Option<bool> s_inPlace = new("--in-place")
    {
        Description = "Strip IMAGE itself, without room for a copy unless --layout asks for objcopy's",
    };

    private static readonly Option<bool> s_check = new("--verify")
    {
        Description = "Say whether IMAGE is split, and whether the table of --relocs belongs to it; write nothing",
    };

    private static readonly Option<bool> s_checkAbsolute = new("--check-abs")
    {
        Description = "List relocations against absolute symbols on standard output",
    };

    private static readonly Option<bool> s_keepRelocations = new("--keep-relocs")
    {
        Description = "Take out module information alone",
    };

    private static readonly Option<string> s_layout = SplitLayoutNames.NewOption();

    private static readonly Option<bool> s_json = new("--json") { Description = "Print the summary as JSON" };

    private static readonly Option<bool> s_quiet = new("--quiet", "-q") { Description = "No summary" };

    private static readonly Option<int?> s_jobs = JobsOption.Create();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("split", "Split a linked kernel image into the image without relocations and their table.")
        {
            s_input, s_image, s_relocs, s_moduleInformation, s_modulePaths, s_relocsFrom, s_inPlace, s_check,
            s_checkAbsolute, s_keepRelocations, s_layout,
        };
        RelocsOptionSet.AddTo(command);
        command.Options.Add(s_json);
        command.Options.Add(s_quiet);
        command.Options.Add(s_jobs);
        command.Validators.Add(Refuse);
        command.WithExamples(s_examples);
        command.SetAction(parsed => SplitRun.Run(Bind(parsed)));
        return command;
    }

    private static void Refuse(CommandResult result)
    {
        JobsOption.Refuse(result, s_jobs);
        ExclusiveOptions.Refuse(result, s_inPlace, s_image);
        if (result.GetResult(s_layout) is { Tokens: [{ Value: { } layout }] } && !MayReplace(layout))
        {
            ExclusiveOptions.Refuse(result, s_inPlace, s_layout);
        }

        foreach (Option other in new Option[] { s_image, s_moduleInformation, s_modulePaths, s_inPlace, s_checkAbsolute, s_relocsFrom })
        {
            ExclusiveOptions.Refuse(result, s_check, other);
        }

        if (result.GetResult(s_relocsFrom) is not null && result.GetResult(s_relocs) is null)
        {
            result.AddError("--relocs-from serves for the table: give --relocs too");
        }

        Option[] wishes = [s_image, s_relocs, s_moduleInformation, s_modulePaths, s_inPlace, s_check, s_checkAbsolute];
        if (!wishes.Any(wish => result.GetResult(wish) is { Implicit: false }))
        {
            result.AddError("nothing to do: give --output, --relocs, --modinfo, --modules-builtin, --in-place or --verify");
        }
    }

    // Stripping an image where it lies gives a layout of its own; objcopy's need a new file.
    private static bool MayReplace(string? layout) =>
        SplitLayoutNames.Parse(layout) is ImageLayout.GnuObjcopy or ImageLayout.LlvmObjcopy;

    private static SplitArguments Bind(ParseResult parsed)
    {
        RelocsOptions table = RelocsOptionSet.Bind(parsed);
        string input = parsed.GetRequiredValue(s_input);
        bool replaces = parsed.GetValue(s_inPlace) && MayReplace(parsed.GetValue(s_layout));
        return new SplitArguments
        {
            Input = input,
            Image = replaces ? input : parsed.GetValue(s_image),
            Relocs = parsed.GetValue(s_relocs),
            ModuleInformation = parsed.GetValue(s_moduleInformation),
            ModulePaths = parsed.GetValue(s_modulePaths),
            RelocsFrom = parsed.GetValue(s_relocsFrom),
            InPlace = parsed.GetValue(s_inPlace) && !replaces,
            ReplacesInput = replaces,
            Check = parsed.GetValue(s_check),
            CheckAbsolute = parsed.GetValue(s_checkAbsolute),
            Json = parsed.GetValue(s_json),
            Quiet = parsed.GetValue(s_quiet),
            Jobs = parsed.GetValue(s_jobs),
            Table = table,
            Options = new SplitOptions
            {
                KeepRelocations = parsed.GetValue(s_keepRelocations),
                Layout = SplitLayoutNames.Parse(parsed.GetValue(s_layout)),
                Rules = table.Rules,
            },
        };
    }
}
