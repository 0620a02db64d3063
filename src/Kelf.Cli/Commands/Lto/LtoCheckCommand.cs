// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;

namespace Kelf.Cli.Commands.Lto;

/// <summary><c>kelf lto-check</c>: what Clang LTO leaves in linked files.</summary>
internal static class LtoCheckCommand
{
    private static readonly string[] s_examples =
    [
        "kelf lto-check vmlinux.o",
        "kelf lto-check $(find . -name '*.ko')",
    ];

    private static readonly Argument<string[]> s_files = new("FILE")
    {
        Description = "Linked files: vmlinux.o, vmlinux with its symbols, modules, also compressed ones",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as JSON" };

    private static readonly Option<string> s_maxDecompressed = MaxDecompressedOption.Create();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("lto-check", "Check kernel images and modules that Clang LTO linked.") { s_files, s_json, s_maxDecompressed };
        command.Validators.Add(result => MaxDecompressedOption.Refuse(result, s_maxDecompressed));
        command.WithExamples(s_examples);
        command.SetAction(parsed => LtoCheckRun.Run(
            parsed.GetRequiredValue(s_files), MaxDecompressedOption.Bind(parsed, s_maxDecompressed), parsed.GetValue(s_json)));
        return command;
    }
}
