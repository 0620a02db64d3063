// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Decode.Scanning;

/// <summary>
/// What a log will ask of the symbols of its kernel, as far as that shows before it is decoded: of most logs with one trace in them, a
/// few dozen names.
/// </summary>
public static class LogSurvey
{
    /// <summary>Reads a log for it.</summary>
    /// <param name="log">Whole lines, the log from its beginning to its end.</param>
    /// <returns>
    /// Null when no frame of the kernel is in it, when there are many names, or when a frame may ask for another symbol than those of its
    /// name: by its address alone, by a path or an alias; or when it has its place already.
    /// </returns>
    public static AskedSymbols? Ask(ReadOnlySpan<byte> log)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        LineReader reader = new();
        LogLines lines = new(log);
        long number = 0;
        while (lines.MoveNext())
        {
            number += lines.Plain.Count((byte)'\n');
            LogLine line = reader.Read(number++, JournalMessage.TryRead(lines.Line) is { } message ? message.Text : lines.Line);
            foreach (TraceFrame frame in line.Frames.Where(frame => frame.Module is null))
            {
                if (frame.Offset is null || frame.Path is not null || frame.HasPlace || frame.Name.Contains('@', StringComparison.Ordinal))
                {
                    return null;
                }

                names.Add(frame.Name);
            }

            if (names.Count > AskedSymbols.Most)
            {
                return null;
            }
        }

        // Calls that never return are before the function that the log names.
        return names.Count == 0 ? null : new AskedSymbols([.. names], [], AreReturns: true);
    }
}
