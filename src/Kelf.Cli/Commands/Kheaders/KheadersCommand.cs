// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;

namespace Kelf.Cli.Commands.Kheaders;

/// <summary><c>kelf kheaders</c>: the headers that a kernel carries.</summary>
internal static class KheadersCommand
{
    private static readonly string[] s_examples =
    [
        "kelf kheaders create --srctree ../linux",
        "kelf kheaders extract -C headers /boot/vmlinuz",
    ];

    /// <summary>The command with its subcommands.</summary>
    public static Command Create()
    {
        Command command = new("kheaders", "Make the archive of headers that a kernel carries, or get it out of a kernel.")
        {
            KheadersCreateCommand.Create(), KheadersExtractCommand.Create(),
        };
        command.WithExamples(s_examples);
        return command;
    }
}
