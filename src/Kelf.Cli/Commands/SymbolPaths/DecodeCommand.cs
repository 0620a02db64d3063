// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary><c>kelf decode</c>: lines and paths for the functions of stack traces.</summary>
internal static class DecodeCommand
{
    private static readonly string[] s_examples =
    [
        "dmesg -w | kelf decode vmlinux",
        "kelf decode --modules /lib/modules/7.3.4 vmlinux oops.txt",
        "kelf decode --inline=line --debug-root /srv/debug vmlinux oops.txt",
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

    private static readonly DecodeOptions s_options = new();
    private static readonly ImageSetOptions s_images = new();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("decode", "Put source lines and inlined functions into the stack traces of a log.") { s_image, s_log };
        s_options.AddTo(command);
        s_images.AddTo(command);
        command.WithExamples(s_examples);
        command.SetAction(parsed => DecodeRun.Run(
            parsed.GetRequiredValue(s_image), parsed.GetValue(s_log), s_images.Bind(parsed), s_images.Jobs(parsed), s_options.Bind(parsed)));
        return command;
    }
}
