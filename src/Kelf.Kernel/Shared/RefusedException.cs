// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared;

/// <summary>
/// A tool will not do what it was asked for, though the file is well-formed as such: what it needs is not there, the
/// result would be wrong, or it would take too much. The message is one line: what was found, and what to do about it.
/// </summary>
public sealed class RefusedException : KelfException
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">Path as given; null for standard input where an original does not name it.</param>
    /// <param name="what">Why, without the file's name.</param>
    /// <param name="kind">What kind of refusal it is: <see cref="ErrorKind.Limit"/>, or one of <see cref="HeadersKind"/>.</param>
    public RefusedException(string? file, string what, string kind = ErrorKind.Refused)
        : base(new Diagnostic(Severity.Error, kind, what) { File = file })
    {
    }

    /// <summary>Creates the error for a place that another error would have: <c>region.Malformed(offset, what)</c>.</summary>
    /// <param name="there">The other error.</param>
    /// <param name="kind">What kind of refusal it is.</param>
    public RefusedException(KelfException there, string kind = ErrorKind.Refused)
        : this(there, there?.What!, kind)
    {
    }

    /// <summary>The same, in other words.</summary>
    /// <param name="there">The other error.</param>
    /// <param name="what">Why, without the place.</param>
    /// <param name="kind">What kind of refusal it is.</param>
    public RefusedException(KelfException there, string what, string kind)
        : base((there ?? throw new ArgumentNullException(nameof(there))).Diagnostic with { Kind = kind, Text = what })
    {
    }
}
