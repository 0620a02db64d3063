// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Images;

namespace Kelf.Cli.Commands.Images;

/// <summary><c>kelf config</c>: the configuration that a kernel was built with.</summary>
internal static class ConfigCommand
{
    private static readonly string[] s_examples =
    [
        "kelf config extract /boot/vmlinuz > .config",
        "kelf config extract --running -o .config",
        "kelf config extract --list vmlinux",
    ];

    private static readonly ImageSource s_source = new();

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "Write it there; - is standard output, the default",
        HelpName = "FILE",
    };

    private static readonly Option<bool> s_list = new("--list", "-l") { Description = "Say where it is instead" };

    private static readonly Option<bool> s_json = new("--json") { Description = "With --list: as JSON" };

    /// <summary>The command with its subcommand.</summary>
    public static Command Create()
    {
        Command extract = new("extract", "Get the configuration out of a kernel image, a module, or the running system.")
        {
            s_output, s_list, s_json,
        };
        s_source.AddTo(extract);
        extract.Validators.Add(result => ExclusiveOptions.Refuse(result, s_list, s_output));
        extract.WithExamples(s_examples);
        extract.SetAction(Run);
        Command command = new("config", "Get the configuration that a kernel was built with.") { extract };
        command.WithExamples(s_examples);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        ImageExtractor extractor = new(s_source.Limits(parsed), WarningList.Current.Add);
        if (parsed.GetValue(s_list))
        {
            IReadOnlyList<ImageFinding> findings = s_source.Find(parsed, FindingKind.Config, file => extractor.List(file, FindingKind.Config));
            FindingList.Print(findings, parsed.GetValue(s_json));
            return ExitStatus.Done;
        }

        ImageFinding found = s_source.Find(parsed, FindingKind.Config, file => extractor.Extract(file, FindingKind.Config));
        Result.Write(found.Contents.Span, parsed.GetValue(s_output) is "-" ? null : parsed.GetValue(s_output));
        return ExitStatus.Done;
    }
}
