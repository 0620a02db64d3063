// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.CommandLine;

/// <summary>
/// A command line that <c>getopt_long</c> refuses; the message is what it would print, program name included. Each original has
/// a usage to follow it, and an exit status of its own.
/// </summary>
internal sealed class GnuOptionException(string message)
    : KelfException(new Diagnostic(Severity.Error, ErrorKind.Usage, message))
{
    /// <inheritdoc/>
    public override int ExitStatus => Terminal.ExitStatus.WrongUsage;
}
