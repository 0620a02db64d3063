// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Errors;

/// <summary>The kinds of errors that all tools have.</summary>
public static class ErrorKind
{
    /// <summary>A file breaks its format.</summary>
    public const string Malformed = "malformed";

    /// <summary>A file is not ELF at all.</summary>
    public const string NotElf = "not-elf";

    /// <summary>A file cannot be opened or read.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>A result cannot be written.</summary>
    public const string Unwritable = "unwritable";

    /// <summary>A file is well-formed, and the tool will not do what it was asked for.</summary>
    public const string Refused = "refused";

    /// <summary>An input asks for more memory or time than it may have.</summary>
    public const string Limit = "limit";

    /// <summary>A library of the system is not installed.</summary>
    public const string MissingLibrary = "missing-library";

    /// <summary>A program that was run has failed.</summary>
    public const string Program = "program";

    /// <summary>The command line is wrong.</summary>
    public const string Usage = "usage";

    /// <summary>Who reads the result has gone.</summary>
    public const string ReaderGone = "reader-gone";
}
