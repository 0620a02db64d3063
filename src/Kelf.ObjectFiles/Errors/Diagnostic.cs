// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Globalization;

namespace Kelf.ObjectFiles.Errors;

/// <summary>
/// What is wrong or suspicious, where it is, and how much it weighs. Whoever finds it fills in what it knows; how it is printed,
/// counted or written as JSON is decided in one place above.
/// </summary>
/// <param name="Severity">What it means for the run.</param>
/// <param name="Kind">One of a closed list of words: programs tell kinds apart by it, and many of one kind can be told as one.</param>
/// <param name="Text">What is wrong, in one line without the place.</param>
public sealed record Diagnostic(Severity Severity, string Kind, string Text)
{
    /// <summary>Path of the file, or <c>archive(member)</c>; null when it is about no file.</summary>
    public string? File { get; init; }

    /// <summary>Name of the section that <see cref="Offset"/> is in; null when it is one of the file, or nothing is known.</summary>
    public string? Section { get; init; }

    /// <summary>Offset in bytes; null when the whole file or section is meant.</summary>
    public ulong? Offset { get; init; }

    /// <summary>The symbol that it is about, which the text names too; or null.</summary>
    public string? Symbol { get; init; }

    /// <summary>What is suspicious, of a kind.</summary>
    public static Diagnostic Warning(string kind, string text) => new(Severity.Warning, kind, text);

    /// <summary>The same, about a file unless it names one already: who finds it may not know what the user calls the input.</summary>
    public Diagnostic In(string file) => this with { File = File ?? file };

    /// <summary>The line: <c>vmlinux.o: .debug_info+0x1f: unit length 0x9 exceeds the section</c>.</summary>
    public override string ToString() => (File, Section, Offset) switch
    {
        (null, _, _) => Text,
        (_, null, null) => $"{File}: {Text}",
        (_, _, null) => $"{File}: {Section}: {Text}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{File}: {Section}+0x{Offset:x}: {Text}"),
    };
}
