// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.Messages;

/// <summary>
/// Thrown after a message was added to a <see cref="MessageList"/> that ends the run: the object is not read further, and the merge
/// stops after printing its messages.
/// </summary>
public sealed class FatalException() : KelfException(new Diagnostic(Severity.Error, ErrorKind.Refused, "a fatal message was printed"))
{
    /// <inheritdoc/>
    public override bool IsTold => true;
}
