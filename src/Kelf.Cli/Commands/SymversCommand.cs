// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

namespace Kelf.Cli.Commands;

/// <summary><c>kelf symvers</c>: symbol versions from DWARF.</summary>
internal static class SymversCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("symvers", "Compute the versions of exported symbols from debugging information.");
        command.SetAction(int (_) => throw new NotSupportedException());
        return command;
    }
}
