// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.ObjectFiles.Bytes;

/// <summary>A file could not be opened or read: it is absent, forbidden, or a directory.</summary>
public sealed class UnreadableFileException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">Path as given.</param>
    /// <param name="reason">The system's words (<c>strerror</c>), e.g. <c>No such file or directory</c>.</param>
    public UnreadableFileException(string file, string reason)
        : base($"{file}: {reason}")
    {
        (InputFile, Reason) = (file, reason);
    }

    /// <summary>Path as given.</summary>
    public string InputFile { get; }

    /// <summary>The system's words.</summary>
    public string Reason { get; }
}
