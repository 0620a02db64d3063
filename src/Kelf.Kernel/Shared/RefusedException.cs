// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared;

/// <summary>
/// A tool will not do what it was asked for, though the file is well-formed as such: what it needs is not there, or the
/// result would be wrong. The message is one line: what was found, and what to do about it.
/// </summary>
public sealed class RefusedException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">Path as given.</param>
    /// <param name="what">Why, without the file's name.</param>
    public RefusedException(string file, string what)
        : base($"{file}: {what}")
    {
        (InputFile, What) = (file, what);
    }

    /// <summary>Path as given.</summary>
    public string InputFile { get; }

    /// <summary>The message without the file's name.</summary>
    public string What { get; }
}
