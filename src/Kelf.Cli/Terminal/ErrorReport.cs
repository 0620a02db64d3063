// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Terminal;

/// <summary>What is said about an exception, on one line, and the exit status that goes with it.</summary>
/// <param name="Line">The line.</param>
/// <param name="Status">The exit status.</param>
internal readonly record struct ErrorReport(string Line, int Status)
{
    /// <summary>Finds the words for an exception.</summary>
    public static ErrorReport Of(Exception exception, Voice voice) => exception switch
    {
        // Of several workers that failed, the first in input order is reported.
        AggregateException { InnerExceptions: [Exception first, ..] } => Of(first, voice),
        UnreadableFileException unreadable => Failed(voice, voice.Unreadable(unreadable)),
        UnwritableFileException unwritable => Failed(voice, voice.Unwritable(unwritable)),
        MalformedFileException or SymversException => Failed(voice, exception.Message),
        IOException or UnauthorizedAccessException => Failed(voice, exception.Message),
        OutOfMemoryException => Failed(voice, "out of memory"),
        _ => new(OneLine(voice.InternalErrorLine(Describe(exception))), voice.InternalErrorStatus),
    };

    private static ErrorReport Failed(Voice voice, string message) => new(OneLine(voice.ErrorLine(message)), ExitStatus.Failed);

    private static string Describe(Exception exception)
    {
        string place = exception.StackTrace?.Split('\n', 2)[0].Trim() is { Length: > 0 } frame ? " " + frame : string.Empty;
        return $"{exception.GetType().Name}: {exception.Message}{place}; please report this";
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
