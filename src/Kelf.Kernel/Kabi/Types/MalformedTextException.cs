// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.Kabi.Types;

/// <summary>A line of a text file is not what it has to be.</summary>
public sealed class MalformedTextException : KelfException
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">Path as given.</param>
    /// <param name="line">Number of the line, from 1; 0 when it is about the file.</param>
    /// <param name="text">The line; null when it cannot be shown.</param>
    /// <param name="what">What is wrong.</param>
    public MalformedTextException(string file, int line, string? text, string what)
        : base(new Diagnostic(Severity.Error, ErrorKind.Malformed, what)
        {
            File = line == 0 ? file : string.Create(CultureInfo.InvariantCulture, $"{file}:{line}"),
        })
    {
        IsOfLine = line > 0;
        Text = text;
    }

    /// <summary>True when <see cref="KelfException.File"/> has a line's number.</summary>
    public bool IsOfLine { get; }

    /// <summary>The line.</summary>
    public string? Text { get; }
}
