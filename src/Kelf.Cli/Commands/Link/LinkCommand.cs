// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Commands.Split;
using Kelf.Cli.Commands.SymbolPaths;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Link;

namespace Kelf.Cli.Commands.Link;

/// <summary><c>kelf link</c>: the last links of a kernel.</summary>
internal static class LinkCommand
{
    private static readonly string[] s_examples =
    [
        "kelf link -- \"$(LD)\" \"$(KBUILD_LDFLAGS)\" \"$(LDFLAGS_vmlinux)\" vmlinux.unstripped",
        "kelf link --paths alias -- \"$(LD)\" \"$(KBUILD_LDFLAGS)\" \"$(LDFLAGS_vmlinux)\" vmlinux.unstripped",
        "kelf link --single-pass -- \"$(LD)\" \"$(KBUILD_LDFLAGS)\" \"$(LDFLAGS_vmlinux)\" vmlinux.unstripped",
        "kelf link --relocatable -- \"$(LD)\" \"$(KBUILD_LDFLAGS)\" \"$(LDFLAGS_vmlinux)\" vmlinux.o \"$(vmlinux-o-ld-args-y)\"",
    ];

    private static readonly Argument<string[]> s_arguments = new("LD KBUILD_LDFLAGS LDFLAGS_vmlinux IMAGE [FLAGS]")
    {
        Description = "The arguments of scripts/link-vmlinux.sh (7.3), after --; the rest is read from the variables that Kbuild exports. FLAGS: with --relocatable",
        Arity = new ArgumentArity(4, 5),
    };

    private static readonly Option<bool> s_singlePass = new("--single-pass")
    {
        Description = "Link once, with room for the tables of symbols, and write them in place; as usual if the room is too small",
    };

    private static readonly Option<bool> s_earlyRelocs = new("--early-relocs")
    {
        Description = $"Keep relocations in the link before the last, which stays as {KernelLink.EarlyImage} (kelf split --relocs-from), "
            + "and not in the last",
    };

    private static readonly Option<string?> s_debugApart = new("--debug-apart")
    {
        Description = "Keep debugging sections from the linker, and add them to its image here, without what kelf split takes out",
        HelpName = "FILE",
    };

    private static readonly Option<string> s_layout = SplitLayoutNames.NewOption();

    private static readonly Option<bool> s_relocatable = new("--relocatable")
    {
        Description = "Link IMAGE (vmlinux.o) as scripts/Makefile.vmlinux_o does, with FLAGS, and keep debugging sections from the linker: "
            + "--debug-apart takes them from where they are",
    };

    private static readonly Option<string> s_maxDecompressed = MaxDecompressedOption.Create();

    private static readonly Option<int?> s_jobs = JobsOption.Create();

    private static readonly PathModeChoice s_mode = new(
        "Tell symbols of one name apart by their source files: add names to the tables (alias), rename them (dup) or rename all "
        + "(all), or write the paths beside the image (side)");

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("link", "Link a kernel with the tables of its symbols, as scripts/link-vmlinux.sh does.")
        {
            s_arguments, s_singlePass, s_earlyRelocs, s_debugApart, s_layout, s_relocatable, s_maxDecompressed, s_jobs,
        };
        s_mode.AddTo(command);
        command.Validators.Add(result => MaxDecompressedOption.Refuse(result, s_maxDecompressed));
        command.Validators.Add(result => JobsOption.Refuse(result, s_jobs));
        command.WithExamples(s_examples);
        command.Validators.Add(result =>
        {
            foreach (Option option in (Option[])[s_singlePass, s_earlyRelocs, s_debugApart, s_layout])
            {
                ExclusiveOptions.Refuse(result, s_relocatable, option);
            }

            if (!result.GetValue(s_relocatable) && result.GetResult(s_arguments) is { Tokens.Count: > 4 })
            {
                result.AddError("FLAGS are those of a link with --relocatable");
            }
        });
        command.SetAction(parsed => parsed.GetValue(s_relocatable)
            ? LinkRun.RunObject(parsed.GetRequiredValue(s_arguments), parsed.GetValue(s_jobs), Voice.Kelf)
            : LinkRun.Run(
                parsed.GetRequiredValue(s_arguments),
                new LinkOptions(MaxDecompressedOption.Bind(parsed, s_maxDecompressed))
                {
                    IsSinglePass = parsed.GetValue(s_singlePass),
                    HasEarlyRelocs = parsed.GetValue(s_earlyRelocs),
                    DebugApart = parsed.GetValue(s_debugApart),
                    Layout = SplitLayoutNames.Parse(parsed.GetValue(s_layout)),
                    Paths = s_mode.Bind(parsed),
                    Jobs = parsed.GetValue(s_jobs),
                },
                Voice.Kelf));
        return command;
    }
}
