// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Files;

/// <summary>A result could not be written.</summary>
public sealed class UnwritableFileException : KelfException
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">Path as given.</param>
    /// <param name="what">The system's words, e.g. <c>No space left on device</c>.</param>
    public UnwritableFileException(string file, string what)
        : base(new Diagnostic(Severity.Error, ErrorKind.Unwritable, what) { File = file })
    {
    }
}
