// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;

using Kelf.Cli.CommandLine;
using Kelf.Kernel.Kabi.Findings;

namespace Kelf.Cli.Commands.Kabi;

/// <summary><c>kelf kabi compare</c>: what changed between what two kernels export.</summary>
internal static class KabiCompareCommand
{
    private static readonly string[] s_examples =
    [
        "kelf kabi compare Module.symvers.old Module.symvers",
        "kelf kabi compare 6.12.1.kabi build-6.12.9",
        "kelf kabi compare kernel-debuginfo-6.12.1.rpm kernel-debuginfo-6.12.9.rpm",
        "kelf kabi compare --symbols kabi.list --format text --format json:report.json old new",
        "kelf kabi compare --rules rules --format sarif:kabi.sarif --format markdown:comment.md --format text old new",
        "kelf kabi compare --preset redhat --symbols kabi.list Module.symvers.old Module.symvers",
        "kelf kabi compare --only struct-size --only member-removed old new",
    ];

    private static readonly KabiSources s_sources = new();

    private static readonly Argument<string> s_old = new("OLD")
    {
        Description = "The kernel that modules were built for: a build tree, symtypes, Module.symvers, an image, a directory with modules, a package, or a snapshot",
    };

    private static readonly Argument<string> s_new = new("NEW") { Description = "The kernel that they are to run on, of any kind" };

    private static readonly Option<string[]> s_formats = new("--format")
    {
        Description = "How to report: text, short, symbols, mod-symbols, markdown, html, junit, sarif, json; with a file after a colon, there (json:report.json)",
        HelpName = "FORMAT[:FILE]",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as JSON" };

    private static readonly Option<string> s_symbols = new("--symbols")
    {
        Description = "Look at these exports only: a file with a name or pattern on each line",
        HelpName = "LIST",
    };

    private static readonly Option<string> s_rules = new("--rules", "-r")
    {
        Description = "Rules that say which changes are tolerated",
        HelpName = "FILE",
    };

    private static readonly Option<string[]> s_consumers = new("--consumers")
    {
        Description = "Say which of these modules use what changed: modules, and directories with modules",
        HelpName = "PATH",
    };

    private static readonly Option<string> s_preset = PresetOption.Create("Fail on what this distribution's checker fails on, and propose its macros");

    private static readonly Option<string[]> s_only = new("--only")
    {
        Description = "Report findings of this kind only",
        HelpName = "KIND",
    };

    private static readonly Option<int> s_maxBlocks = new("--max-blocks")
    {
        Description = "Changes of types that the text shows",
        HelpName = "N",
        DefaultValueFactory = _ => 100,
    };

    private static readonly Option<bool> s_detailedExitCode = new("--detailed-exit-code")
    {
        Description = "Status 10 for additions only, 11 for harmless changes only, 12 for tolerated ones only",
    };

    private static readonly Option<bool> s_werror = new("--werror")
    {
        Description = "Status 1 for what may break modules, too, and for warnings",
    };

    private static readonly Option<bool> s_allowEmpty = new("--allow-empty")
    {
        Description = "Compare with an old kernel without versions, too",
    };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("compare", "Say what changed between what two kernels export. Status 1 if something breaks modules.")
        {
            s_old, s_new, s_formats, s_json, s_symbols, s_rules, s_consumers, s_preset, s_only, s_maxBlocks, s_detailedExitCode, s_werror, s_allowEmpty,
        };
        s_sources.AddTo(command);
        command.Validators.Add(Refuse);
        PresetOption.Check(command, s_preset);
        command.WithExamples(s_examples);
        command.SetAction(Run);
        return command;
    }

    private static void Refuse(CommandResult result)
    {
        foreach (string format in result.GetValue(s_formats) ?? [])
        {
            if (!KabiReports.Knows(format))
            {
                result.AddError($"option '--format' takes {KabiReports.Names}, not '{format}'");
            }
        }

        foreach (string kind in result.GetValue(s_only) ?? [])
        {
            if (ChangeKind.Find(kind) is null)
            {
                IReadOnlyList<string> near = NearestWord.To(kind, [.. ChangeKind.All.Select(known => known.Id)]);
                result.AddError($"option '--only' takes a kind of finding, not '{kind}'{(near.Count > 0 ? $": did you mean {near[0]}?" : "")}");
            }
        }
    }

    private static int Run(ParseResult parsed)
    {
        string[] formats = parsed.GetValue(s_formats) ?? [];
        KabiCompareRun run = new()
        {
            Formats = parsed.GetValue(s_json) ? [.. formats, "json"] : formats.Length > 0 ? formats : ["text"],
            List = parsed.GetValue(s_symbols),
            Rules = parsed.GetValue(s_rules),
            Preset = PresetOption.Bind(parsed, s_preset),
            Only = [.. (parsed.GetValue(s_only) ?? []).Select(kind => ChangeKind.Find(kind)!)],
            Consumers = parsed.GetValue(s_consumers) ?? [],
            Limit = s_sources.Limit(parsed),
            MaxBlocks = parsed.GetValue(s_maxBlocks),
            IsDetailed = parsed.GetValue(s_detailedExitCode),
            WarningsFail = parsed.GetValue(s_werror),
            AllowsEmpty = parsed.GetValue(s_allowEmpty),
        };
        return s_sources.Read(
            parsed, [[parsed.GetRequiredValue(s_old)], [parsed.GetRequiredValue(s_new)]], kernels => run.Compare(kernels[0], kernels[1]));
    }
}
