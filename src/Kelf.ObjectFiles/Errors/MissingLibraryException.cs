// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Errors;

/// <summary>
/// A format needs a library of the system that is not installed:
/// <c>a.o: .debug_info: zstd needs libzstd.so.1, which is not installed: install libzstd1 (Debian, Ubuntu), …</c>
/// </summary>
public sealed class MissingLibraryException : KelfException
{
    /// <summary>Creates the error.</summary>
    /// <param name="library">The library.</param>
    /// <param name="source">The file and section that cannot be read without it, or null.</param>
    public MissingLibraryException(SystemLibrary library, ByteSource? source = null)
        : base(new Diagnostic(Severity.Error, ErrorKind.MissingLibrary, Describe(library)) { File = source?.File, Section = source?.Section })
    {
    }

    private static string Describe(SystemLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        return $"{library.Format} needs {library.FileName}, which is not installed: install {library.Packages}";
    }
}
