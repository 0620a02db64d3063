// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Files;

/// <summary>A result could not be written.</summary>
public sealed class UnwritableFileException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">Path as given.</param>
    /// <param name="reason">The system's words, e.g. <c>No space left on device</c>.</param>
    public UnwritableFileException(string file, string reason)
        : base($"{file}: {reason}")
    {
        (OutputFile, Reason) = (file, reason);
    }

    /// <summary>Path as given.</summary>
    public string OutputFile { get; }

    /// <summary>The system's words.</summary>
    public string Reason { get; }
}
