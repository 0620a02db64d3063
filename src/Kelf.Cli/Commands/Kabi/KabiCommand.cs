// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;

namespace Kelf.Cli.Commands.Kabi;

/// <summary><c>kelf kabi</c>: what kernels export, and what changes of it mean for modules.</summary>
internal static class KabiCommand
{
    private static readonly string[] s_examples =
    [
        "kelf kabi snapshot -o 6.12.1.kabi build-6.12.1",
        "kelf kabi compare 6.12.1.kabi build-6.12.9",
        "kelf kabi show build-6.12.9 'struct file'",
    ];

    /// <summary>The command with its subcommands.</summary>
    public static Command Create()
    {
        Command command = new("kabi", "Compare what kernels export: what broke which modules, and why.")
        {
            KabiSnapshotCommand.Create(), KabiCompareCommand.Create(), KabiExplainCommand.Create(), KabiShowCommand.Create(), KabiVerifyCommand.Create(),
            KabiModulesCommand.Create(), KabiRulesCommand.Create(), KabiHistoryCommand.Create(),
        };
        command.WithExamples(s_examples);
        return command;
    }
}
