// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Errors;

/// <summary>
/// An error that is no fault of kelf: an input, the system or the user has to change. All such errors derive from it; any other
/// exception means that an assumption of kelf is broken.
/// </summary>
public abstract class KelfException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="diagnostic">What is wrong, and where.</param>
    protected KelfException(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        Diagnostic = diagnostic;
    }

    /// <summary>What is wrong, and where.</summary>
    public Diagnostic Diagnostic { get; }

    /// <summary>What kind of error it is: one of <see cref="ErrorKind"/>, or of a tool's own.</summary>
    public string Kind => Diagnostic.Kind;

    /// <summary>Path of the file as the user gave it; null when it is about no file.</summary>
    public string? File => Diagnostic.File;

    /// <summary>Section name, or null.</summary>
    public string? Section => Diagnostic.Section;

    /// <summary>Offset in bytes in the section, or in the file when there is none; null when the whole is meant.</summary>
    public ulong? Offset => Diagnostic.Offset;

    /// <summary>The message without its place.</summary>
    public string What => Diagnostic.Text;

    /// <summary>The exit status of a program that this error ends.</summary>
    public virtual int ExitStatus => 1;

    /// <summary>Whether nothing is to be said of it: someone has said it already, or nobody listens.</summary>
    public virtual bool IsTold => false;

    /// <summary>The warning in place of the error, of who can do without what it is about.</summary>
    /// <param name="kind">The kind of the warning.</param>
    /// <param name="consequence">What comes of it: <c>no debugging information is used</c>.</param>
    public Diagnostic ToWarning(string kind, string consequence) =>
        Diagnostic with { Severity = Severity.Warning, Kind = kind, Text = $"{What}: {consequence}" };

    /// <summary>One line with the place.</summary>
    public override string Message => Diagnostic.ToString();
}
