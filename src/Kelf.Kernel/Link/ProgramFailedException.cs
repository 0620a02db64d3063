// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Link;

/// <summary>A program that was run for a link has failed; what it has to say it has said itself.</summary>
/// <param name="program">Its name.</param>
/// <param name="status">Its exit status, which is that of the link.</param>
public sealed class ProgramFailedException(string program, int status)
    : KelfException(new Diagnostic(Severity.Error, ErrorKind.Program, $"{program} ended with status {status}"))
{
    /// <inheritdoc/>
    public override int ExitStatus => status;

    /// <inheritdoc/>
    public override bool IsTold => true;
}
