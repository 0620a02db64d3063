// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary><c>kelf decode</c>: paths for the functions of stack traces.</summary>
internal static class DecodeCommand
{
    private static readonly string[] s_examples =
    [
        "dmesg -w | kelf decode vmlinux",
        "kelf decode --modules /lib/modules/7.3.4 vmlinux oops.txt",
        "kelf decode --json vmlinux oops.txt",
    ];

    private static readonly Argument<string> s_image = new("IMAGE")
    {
        Description = "The kernel that ran: vmlinux, its System.map, or its boot image",
    };

    private static readonly Argument<string?> s_log = new("LOG")
    {
        Description = "The log; - or nothing for standard input",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> s_json = new("--json")
    {
        Description = "Print what each frame may be as JSON instead of the log",
    };

    private static readonly Option<bool> s_force = new("--force", "-f")
    {
        Description = "Decode the log of a kernel with another build ID, too",
    };

    private static readonly Option<bool> s_demangle = new("--demangle")
    {
        Description = "Print names that Rust made as people write them; else these follow the frame",
    };

    private static readonly ImageSetOptions s_images = new();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("decode", "Put the source files of functions into the stack traces of a log.") { s_image, s_log, s_json, s_force, s_demangle };
        s_images.AddTo(command);
        command.WithExamples(s_examples);
        command.SetAction(parsed => DecodeRun.Run(
            parsed.GetRequiredValue(s_image), parsed.GetValue(s_log), s_images.Bind(parsed), s_images.Jobs(parsed),
            new DecodeSettings
            {
                Format = parsed.GetValue(s_json) ? DecodeFormat.Json : DecodeFormat.Log,
                Force = parsed.GetValue(s_force),
                Demangle = parsed.GetValue(s_demangle),
            }));
        return command;
    }
}
