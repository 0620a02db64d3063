// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.ObjectModel;

namespace Kelf.Cli.Terminal;

/// <summary>What is said about an exception, in whole lines, and the exit status that goes with it.</summary>
/// <param name="Lines">The lines; more than one only when several inputs failed.</param>
/// <param name="Status">The exit status.</param>
internal sealed record ErrorReport(IReadOnlyList<string> Lines, int Status)
{
    // The first few inputs tell what is wrong with all of them.
    private const int MostLines = 20;

    /// <summary>Set to anything, the environment variable of this name has errors say where in kelf they arose.</summary>
    public const string DebugVariable = "KELF_DEBUG";

    /// <summary>Finds the words for an exception.</summary>
    public static ErrorReport Of(Exception exception, Voice voice)
    {
        ErrorReport report = WithoutTrace(exception, voice);
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable(DebugVariable))
            ? report
            : report with { Lines = [.. report.Lines, .. exception.ToString().Split('\n').Select(line => line.TrimEnd('\r'))] };
    }

    private static ErrorReport WithoutTrace(Exception exception, Voice voice) => exception switch
    {
        AggregateException several => OfSeveral(several.Flatten().InnerExceptions, voice),
        KelfException known => new(known.IsTold ? [] : [voice.ErrorLine(voice.Words(known))], known.ExitStatus),
        IOException or UnauthorizedAccessException => Failed(voice, exception.Message),
        OutOfMemoryException => Failed(voice, "out of memory"),
        _ => new([voice.InternalErrorLine(Describe(exception))], voice.InternalErrorStatus),
    };

    // In the order of the inputs; what is kelf's own fault weighs more than what is an input's.
    private static ErrorReport OfSeveral(ReadOnlyCollection<Exception> exceptions, Voice voice)
    {
        ErrorReport[] reports = [.. exceptions.Select(exception => WithoutTrace(exception, voice))];
        IEnumerable<string> lines = reports.SelectMany(report => report.Lines);
        return new(
            exceptions.Count <= MostLines
                ? [.. lines]
                : [.. lines.Take(MostLines), voice.ErrorLine($"{exceptions.Count - MostLines} more inputs failed")],
            reports.Max(report => report.Status));
    }

    private static ErrorReport Failed(Voice voice, string message) =>
        new([voice.ErrorLine(message)], ExitStatus.Failed);

    private static string Describe(Exception exception)
    {
        string place = exception.StackTrace?.Split('\n', 2)[0].Trim() is { Length: > 0 } frame ? " " + frame : string.Empty;
        return $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}{place}; please report this";
    }
}
