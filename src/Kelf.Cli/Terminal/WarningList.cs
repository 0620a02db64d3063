// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Kelf.Kernel.Shared;

namespace Kelf.Cli.Terminal;

/// <summary>
/// The warnings of a run, and the one place that prints them. Those of one kind are one line, with the first of them and their
/// number; <c>-v</c> lists them all, sorted; JSON has them all, in the order in which they were found. Under the name of an original
/// each is a line of its own, at once, as the original has it.
/// </summary>
/// <param name="voice">How warnings begin.</param>
/// <example>
/// <code>
/// kelf: warning: a.o: .debug_info+0x40: DW_AT_type 0xffff leads to no entry, taken for void (30 such warnings; -v lists them)
/// </code>
/// </example>
internal sealed class WarningList(Voice voice)
{
    // They were asked for, or are about what was named: none is left out.
    private static readonly string[] s_alwaysListed = [WarningKind.IgnoredCalls, WarningKind.NotFound, WarningKind.Unsuffixed, WarningKind.VersionChanged];

    private readonly List<Diagnostic> _all = [];
    private int _written;

    /// <summary>The warnings of this run. A process is one run.</summary>
    public static WarningList Current { get; private set; } = new(Voice.Kelf);

    /// <summary>List all warnings of a kind: what <c>-v</c> asks for.</summary>
    public static bool ListsAll { get; set; }

    /// <summary>Begins the list of a run.</summary>
    public static WarningList Begin(Voice voice) => Current = new WarningList(voice);

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => _all.Count == 0;

    /// <summary>Takes a warning, which is printed when the list is written.</summary>
    public void Add(Diagnostic warning)
    {
        _all.Add(warning);
        if (!voice.CountsWarnings)
        {
            Write();
        }
    }

    /// <summary>Prints what was taken since the last time: before a summary, and when the run ends, well or not.</summary>
    public void Write()
    {
        foreach (IGrouping<string, Diagnostic> kind in _all.Skip(_written).GroupBy(warning => warning.Kind, StringComparer.Ordinal))
        {
            string[] lines = [.. kind.Select(warning => warning.ToString()).Order(StringComparer.Ordinal)];
            StandardError.WriteLines(lines.Length == 1 || ListsAll || s_alwaysListed.Contains(kind.Key)
                ? lines.Select(voice.WarningLine)
                : [voice.WarningLine($"{lines[0]} ({lines.Length} such warnings; -v lists them)")]);
        }

        _written = _all.Count;
    }

    /// <summary>Writes all warnings of the run as a member of a report: <c>"warnings": [...]</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => DiagnosticJson.Write(json, "warnings", _all);
}
