// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Errors;

/// <summary>A file could not be opened or read: it is absent, forbidden, or a directory.</summary>
public sealed class UnreadableFileException : KelfException
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">Path as given.</param>
    /// <param name="what">The system's words (<c>strerror</c>), e.g. <c>No such file or directory</c>.</param>
    public UnreadableFileException(string file, string what)
        : base(new Diagnostic(Severity.Error, ErrorKind.Unreadable, what) { File = file })
    {
    }
}
