// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Link;

/// <summary>A link has failed in a way that the kernel's script has two lines for, which builds and their users know.</summary>
/// <param name="what">The first line.</param>
/// <param name="advice">The second.</param>
/// <param name="detail">What kelf knows more, in one line; null for nothing.</param>
public sealed class LinkFailedException(string what, string advice, string? detail = null)
    : KelfException(new Diagnostic(Severity.Error, ErrorKind.Refused, what))
{
    /// <summary>What to try, in one line.</summary>
    public string Advice { get; } = advice;

    /// <summary>What the script does not say, in one line, or null.</summary>
    public string? Detail { get; } = detail;
}
