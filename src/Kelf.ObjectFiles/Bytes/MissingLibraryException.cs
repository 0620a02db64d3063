// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.ObjectFiles.Bytes;

/// <summary>A format needs a library of the system that is not installed.</summary>
public sealed class MissingLibraryException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="format">The format: <c>xz</c>.</param>
    /// <param name="library">File name of the library.</param>
    /// <param name="packages">Where distributions have it.</param>
    public MissingLibraryException(string format, string library, string packages)
        : base($"{format} needs {library}, which is not installed ({packages})")
    {
        Library = library;
    }

    /// <summary>File name of the library.</summary>
    public string Library { get; }
}
