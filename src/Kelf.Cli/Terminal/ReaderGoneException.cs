// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.Terminal;

/// <summary>Who reads standard output has closed it. Nobody wants to be told: the run ends, and undoes what it began.</summary>
internal sealed class ReaderGoneException()
    : KelfException(new Diagnostic(Severity.Error, ErrorKind.ReaderGone, "the reader has gone") { File = StandardOutput.Name })
{
    /// <inheritdoc/>
    public override int ExitStatus => Terminal.ExitStatus.ReaderGone;

    /// <inheritdoc/>
    public override bool IsTold => true;
}
