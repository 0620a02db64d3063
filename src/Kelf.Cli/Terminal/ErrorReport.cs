// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Terminal;

/// <summary>What is said about an exception, on one line, and the exit status that goes with it.</summary>
internal readonly record struct ErrorReport(string Message, int Status)
{
    /// <summary>Finds the words for an exception.</summary>
    public static ErrorReport Of(Exception exception, Voice voice) => exception switch
    {
        // Of several workers that failed, the first in input order is reported.
        AggregateException { InnerExceptions: [var first, ..] } => Of(first, voice),
        UnreadableFileException unreadable => new(voice.Unreadable(unreadable), ExitStatus.Failed),
        UnwritableFileException unwritable => new(voice.Unwritable(unwritable), ExitStatus.Failed),
        MalformedFileException or SymversException => new(OneLine(exception.Message), ExitStatus.Failed),
        IOException or UnauthorizedAccessException => new(OneLine(exception.Message), ExitStatus.Failed),
        OutOfMemoryException => new("out of memory", ExitStatus.Failed),
        _ => new(Internal(exception), voice.InternalErrorStatus),
    };

    private static string Internal(Exception exception)
    {
        string place = exception.StackTrace?.Split('\n', 2)[0].Trim() is { Length: > 0 } frame ? " " + frame : string.Empty;
        return OneLine($"internal error: {exception.GetType().Name}: {exception.Message}{place}; please report this");
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
